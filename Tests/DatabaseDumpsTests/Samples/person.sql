--
-- PostgreSQL database dump
--

\restrict fMw0q6uGAWILUEcOknqaK4aEzSjbgGbuFSbaGNymUlCrXsBFAhmCE8Xahoenpos

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: si; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA si;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: empty; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.empty (
    "select" integer
);


--
-- Name: person; Type: TABLE; Schema: si; Owner: -
--

CREATE TABLE si.person (
    id integer,
    "Full Name" text,
    note text,
    paid numeric(14,2),
    paid_on date,
    photo bytea
);


--
-- Name: TABLE person; Type: COMMENT; Schema: si; Owner: -
--

COMMENT ON TABLE si.person IS '合成数据';


--
-- Data for Name: empty; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.empty ("select") FROM stdin;
\.


--
-- Data for Name: person; Type: TABLE DATA; Schema: si; Owner: -
--

COPY si.person (id, "Full Name", note, paid, paid_on, photo) FROM stdin;
1	李億娜1		-2920.81	2026-10-02	\\xc4ca4238a0b923820dcc509a6f75849b
2	欧阳𠮷2	tab\there	-2841.62	2026-10-03	\\xc81e728d9d4c2f636f067f89cc14862c
3	O'Brien3	line\nbreak\rback\\slash	-2762.43	2026-10-04	\\xeccbc87e4b5ce2fe28308fd9f2a7baf3
4	张三4	a,"b",|c|	-2683.24	2026-10-05	\\xa87ff679a2f3e71d9181a67b7542122c
5	李億娜5	\\.	-2604.05	2026-10-06	\N
6	欧阳𠮷6	\\N	-2524.86	2026-10-07	\\x1679091c5a880faf6fb5e6087eb1b2dc
7	O'Brien7	COPY si.person (id) FROM stdin;	\N	2026-10-08	\\x8f14e45fceea167a5a36dedd4bea2543
8	张三8	bell\vvt\b	-2366.48	2026-10-09	\\xc9f0f895fb98ab9159f51fd0297e236d
9	李億娜9	\N	-2287.29	2026-10-10	\\x45c48cce2e2d7fbdea1afc51c7c6ad26
10	欧阳𠮷10		-2208.10	2026-10-11	\N
11	O'Brien11	tab\there	-2128.91	2026-10-12	\\x6512bd43d9caa6e02c990b0a82652dca
12	张三12	line\nbreak\rback\\slash	-2049.72	2026-10-13	\\xc20ad4d76fe97759aa27a0c99bff6710
13	李億娜13	a,"b",|c|	-1970.53	2026-10-14	\\xc51ce410c124a10e0db5e4b97fc2af39
14	欧阳𠮷14	\\.	\N	2026-10-15	\\xaab3238922bcc25a6f606eb525ffdc56
15	O'Brien15	\\N	-1812.15	2026-10-16	\N
16	张三16	COPY si.person (id) FROM stdin;	-1732.96	2026-10-17	\\xc74d97b01eae257e44aa9d5bade97baf
17	李億娜17	bell\vvt\b	-1653.77	2026-10-18	\\x70efdf2ec9b086079795c442636b55fb
18	欧阳𠮷18	\N	-1574.58	2026-10-19	\\x6f4922f45568161a8cdf4ad2299f6d23
19	O'Brien19		-1495.39	2026-10-20	\\x1f0e3dad99908345f7439f8ffabdffc4
20	张三20	tab\there	-1416.20	2026-10-21	\N
21	李億娜21	line\nbreak\rback\\slash	\N	2026-10-22	\\x3c59dc048e8850243be8079a5c74d079
22	欧阳𠮷22	a,"b",|c|	-1257.82	2026-10-23	\\xb6d767d2f8ed5d21a44b0e5886680cb9
23	O'Brien23	\\.	-1178.63	2026-10-24	\\x37693cfc748049e45d87b8c7d8b9aacd
24	张三24	\\N	-1099.44	2026-10-25	\\x1ff1de774005f8da13f42943881c655f
25	李億娜25	COPY si.person (id) FROM stdin;	-1020.25	2026-10-26	\N
26	欧阳𠮷26	bell\vvt\b	-941.06	2026-10-27	\\x4e732ced3463d06de0ca9a15b6153677
27	O'Brien27	\N	-861.87	2026-10-28	\\x02e74f10e0327ad868d138f2b4fdd6f0
28	张三28		\N	2026-10-29	\\x33e75ff09dd601bbe69f351039152189
29	李億娜29	tab\there	-703.49	2026-10-30	\\x6ea9ab1baa0efb9e19094440c317e21b
30	欧阳𠮷30	line\nbreak\rback\\slash	-624.30	2026-10-31	\N
31	O'Brien31	a,"b",|c|	-545.11	2026-11-01	\\xc16a5320fa475530d9583c34fd356ef5
32	张三32	\\.	-465.92	2026-11-02	\\x6364d3f0f495b6ab9dcf8d3b5c6e0b01
33	李億娜33	\\N	-386.73	2026-11-03	\\x182be0c5cdcd5072bb1864cdee4d3d6e
34	欧阳𠮷34	COPY si.person (id) FROM stdin;	-307.54	2026-11-04	\\xe369853df766fa44e1ed0ff613f563bd
35	O'Brien35	bell\vvt\b	\N	2026-11-05	\N
36	张三36	\N	-149.16	2026-11-06	\\x19ca14e7ea6328a42e0eb13d585e4c22
37	李億娜37		-69.97	2026-11-07	\\xa5bfc9e07964f8dddeb95fc584cd965d
38	欧阳𠮷38	tab\there	9.22	2026-11-08	\\xa5771bce93e200c36f7cd9dfd0e5deaa
39	O'Brien39	line\nbreak\rback\\slash	88.41	2026-11-09	\\xd67d8ab4f4c10bf22aa353e27879133c
40	张三40	a,"b",|c|	167.60	2026-11-10	\N
41	李億娜41	\\.	246.79	2026-11-11	\\x3416a75f4cea9109507cacd8e2f2aefc
42	欧阳𠮷42	\\N	\N	2026-11-12	\\xa1d0c6e83f027327d8461063f4ac58a6
43	O'Brien43	COPY si.person (id) FROM stdin;	405.17	2026-11-13	\\x17e62166fc8586dfa4d1bc0e1742c08b
44	张三44	bell\vvt\b	484.36	2026-11-14	\\xf7177163c833dff4b38fc8d2872f1ec6
45	李億娜45	\N	563.55	2026-11-15	\N
46	欧阳𠮷46		642.74	2026-11-16	\\xd9d4f495e875a2e075a1a4a6e1b9770f
47	O'Brien47	tab\there	721.93	2026-11-17	\\x67c6a1e7ce56d3d6fa748ab6d9af3fd7
48	张三48	line\nbreak\rback\\slash	801.12	2026-11-18	\\x642e92efb79421734881b53e1e1b18b6
49	李億娜49	a,"b",|c|	\N	2026-11-19	\\xf457c545a9ded88f18ecee47145a72c0
50	欧阳𠮷50	\\.	959.50	2026-11-20	\N
51	O'Brien51	\\N	1038.69	2026-11-21	\\x2838023a778dfaecdc212708f721b788
52	张三52	COPY si.person (id) FROM stdin;	1117.88	2026-11-22	\\x9a1158154dfa42caddbd0694a4e9bdc8
53	李億娜53	bell\vvt\b	1197.07	2026-11-23	\\xd82c8d1619ad8176d665453cfb2e55f0
54	欧阳𠮷54	\N	1276.26	2026-11-24	\\xa684eceee76fc522773286a895bc8436
55	O'Brien55		1355.45	2026-11-25	\N
56	张三56	tab\there	\N	2026-11-26	\\x9f61408e3afb633e50cdf1b20de6f466
57	李億娜57	line\nbreak\rback\\slash	1513.83	2026-11-27	\\x72b32a1f754ba1c09b3695e0cb6cde7f
58	欧阳𠮷58	a,"b",|c|	1593.02	2026-11-28	\\x66f041e16a60928b05a7e228a89c3799
59	O'Brien59	\\.	1672.21	2026-11-29	\\x093f65e080a295f8076b1c5722a46aa2
60	张三60	\\N	1751.40	2026-11-30	\N
61	李億娜61	COPY si.person (id) FROM stdin;	1830.59	2026-12-01	\\x7f39f8317fbdb1988ef4c628eba02591
62	欧阳𠮷62	bell\vvt\b	1909.78	2026-12-02	\\x44f683a84163b3523afe57c2e008bc8c
63	O'Brien63	\N	\N	2026-12-03	\\x03afdbd66e7929b125f8597834fa83a4
64	张三64		2068.16	2026-12-04	\\xea5d2f1c4608232e07d3aa3d998e5135
65	李億娜65	tab\there	2147.35	2026-12-05	\N
66	欧阳𠮷66	line\nbreak\rback\\slash	2226.54	2026-12-06	\\x3295c76acbf4caaed33c36b1b5fc2cb1
67	O'Brien67	a,"b",|c|	2305.73	2026-12-07	\\x735b90b4568125ed6c3f678819b6e058
68	张三68	\\.	2384.92	2026-12-08	\\xa3f390d88e4c41f2747bfa2f1b5f87db
69	李億娜69	\\N	2464.11	2026-12-09	\\x14bfa6bb14875e45bba028a21ed38046
70	欧阳𠮷70	COPY si.person (id) FROM stdin;	\N	2026-12-10	\N
71	O'Brien71	bell\vvt\b	2622.49	2026-12-11	\\xe2c420d928d4bf8ce0ff2ec19b371514
72	张三72	\N	2701.68	2026-12-12	\\x32bb90e8976aab5298d5da10fe66f21d
73	李億娜73		2780.87	2026-12-13	\\xd2ddea18f00665ce8623e36bd4e3c7c5
74	欧阳𠮷74	tab\there	2860.06	2026-12-14	\\xad61ab143223efbc24c7d2583be69251
75	O'Brien75	line\nbreak\rback\\slash	2939.25	2026-12-15	\N
76	张三76	a,"b",|c|	3018.44	2026-12-16	\\xfbd7939d674997cdb4692d34de8633c4
77	李億娜77	\\.	\N	2026-12-17	\\x28dd2c7955ce926456240b2ff0100bde
78	欧阳𠮷78	\\N	3176.82	2026-12-18	\\x35f4a8d465e6e1edc05f3d8ab658c551
79	O'Brien79	COPY si.person (id) FROM stdin;	3256.01	2026-12-19	\\xd1fe173d08e959397adf34b1d77e88d7
80	张三80	bell\vvt\b	3335.20	2026-12-20	\N
81	李億娜81	\N	3414.39	2026-12-21	\\x43ec517d68b6edd3015b3edc9a11367b
82	欧阳𠮷82		3493.58	2026-12-22	\\x9778d5d219c5080b9a6a17bef029331c
83	O'Brien83	tab\there	3572.77	2026-12-23	\\xfe9fc289c3ff0af142b6d3bead98a923
84	张三84	line\nbreak\rback\\slash	\N	2026-12-24	\\x68d30a9594728bc39aa24be94b319d21
85	李億娜85	a,"b",|c|	3731.15	2026-12-25	\N
86	欧阳𠮷86	\\.	3810.34	2026-12-26	\\x93db85ed909c13838ff95ccfa94cebd9
87	O'Brien87	\\N	3889.53	2026-12-27	\\xc7e1249ffc03eb9ded908c236bd1996d
88	张三88	COPY si.person (id) FROM stdin;	3968.72	2026-12-28	\\x2a38a4a9316c49e5a833517c45d31070
89	李億娜89	bell\vvt\b	4047.91	2026-12-29	\\x7647966b7343c29048673252e490f736
90	欧阳𠮷90	\N	4127.10	2026-12-30	\N
91	O'Brien91		\N	2026-12-31	\\x54229abfcfa5649e7003b83dd4755294
92	张三92	tab\there	4285.48	2027-01-01	\\x92cc227532d17e56e07902b254dfad10
93	李億娜93	line\nbreak\rback\\slash	4364.67	2027-01-02	\\x98dce83da57b0395e163467c9dae521b
94	欧阳𠮷94	a,"b",|c|	4443.86	2027-01-03	\\xf4b9ec30ad9f68f89b29639786cb62ef
95	O'Brien95	\\.	4523.05	2027-01-04	\N
96	张三96	\\N	4602.24	2027-01-05	\\x26657d5ff9020d2abefe558796b99584
97	李億娜97	COPY si.person (id) FROM stdin;	4681.43	2027-01-06	\\xe2ef524fbf3d9fe611d5a8e90fefdc9c
98	欧阳𠮷98	bell\vvt\b	\N	2027-01-07	\\xed3d2c21991e3bef5e069713af9fa6ca
99	O'Brien99	\N	4839.81	2027-01-08	\\xac627ab1ccbdb62ec96e702f07f6425b
100	张三100		4919.00	2027-01-09	\N
101	李億娜101	tab\there	4998.19	2027-01-10	\\x38b3eff8baf56627478ec76a704e9b52
102	欧阳𠮷102	line\nbreak\rback\\slash	5077.38	2027-01-11	\\xec8956637a99787bd197eacd77acce5e
103	O'Brien103	a,"b",|c|	5156.57	2027-01-12	\\x6974ce5ac660610b44d9b9fed0ff9548
104	张三104	\\.	5235.76	2027-01-13	\\xc9e1074f5b3f9fc8ea15d152add07294
105	李億娜105	\\N	\N	2027-01-14	\N
106	欧阳𠮷106	COPY si.person (id) FROM stdin;	5394.14	2027-01-15	\\xf0935e4cd5920aa6c7c996a5ee53a70f
107	O'Brien107	bell\vvt\b	5473.33	2027-01-16	\\xa97da629b098b75c294dffdc3e463904
108	张三108	\N	5552.52	2027-01-17	\\xa3c65c2974270fd093ee8a9bf8ae7d0b
109	李億娜109		5631.71	2027-01-18	\\x2723d092b63885e0d7c260cc007e8b9d
110	欧阳𠮷110	tab\there	5710.90	2027-01-19	\N
111	O'Brien111	line\nbreak\rback\\slash	5790.09	2027-01-20	\\x698d51a19d8a121ce581499d7b701668
112	张三112	a,"b",|c|	\N	2027-01-21	\\x7f6ffaa6bb0b408017b62254211691b5
113	李億娜113	\\.	5948.47	2027-01-22	\\x73278a4a86960eeb576a8fd4c9ec6997
114	欧阳𠮷114	\\N	6027.66	2027-01-23	\\x5fd0b37cd7dbbb00f97ba6ce92bf5add
115	O'Brien115	COPY si.person (id) FROM stdin;	6106.85	2027-01-24	\N
116	张三116	bell\vvt\b	6186.04	2027-01-25	\\xc45147dee729311ef5b5c3003946c48f
117	李億娜117	\N	6265.23	2027-01-26	\\xeb160de1de89d9058fcb0b968dbbbd68
118	欧阳𠮷118		6344.42	2027-01-27	\\x5ef059938ba799aaa845e1c2e8a762bd
119	O'Brien119	tab\there	\N	2027-01-28	\\x07e1cd7dca89a1678042477183b7ac3f
120	张三120	line\nbreak\rback\\slash	6502.80	2027-01-29	\N
\.


--
-- PostgreSQL database dump complete
--

\unrestrict fMw0q6uGAWILUEcOknqaK4aEzSjbgGbuFSbaGNymUlCrXsBFAhmCE8Xahoenpos

