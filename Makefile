# Gazette: the two commands are `make demo` and `make test`.
GAZETTE = .build/release/gazette
DEMO = demo
PERIOD = 2026-10

.PHONY: demo test build bench fuzz whole-city judge judge-forms pictures clean setup venv

setup:
	@Scripts/setup.sh packages

venv: setup
	@Scripts/setup.sh venv

build: setup
	@swift build -c release --product gazette

demo: build
	@Scripts/demo.sh $(GAZETTE) $(DEMO) $(PERIOD)

test: setup
	@Scripts/setup.sh test-packages venv
	@swift build -c release --build-tests
	@swift test -c release --skip-build

# Every suite with Fuzz in its name, 100,000 cases each (make test: 2,000)
fuzz: setup
	@Scripts/setup.sh test-packages venv
	@swift build -c release --build-tests
	@GAZETTE_FUZZ=$(or $(GAZETTE_FUZZ),100000) swift test -c release --skip-build --filter Fuzz

bench: build
	@Scripts/bench.sh $(GAZETTE)

# A month of 20 million persons, about 70 million rows; WORK=FOLDER on a device with 24 GB free, SCALE=1
whole-city: build
	@python3 Benchmarks/whole-city.py $(GAZETTE) $(or $(WORK),bench-work) --scale $(or $(SCALE),1)

# Every report, scope and month of the demo city, judged page by page, in build/judge.
judge: build venv
	@Scripts/judge.sh $(GAZETTE) build/judge

# The PDFs of random forms, judged by what another library reads back from them; FORMS=2000 of them
judge-forms: build venv
	@Scripts/setup.sh test-packages
	@swift build -c release --build-tests
	@rm -rf build/forms && mkdir -p build/forms
	@GAZETTE_FORMS=$(or $(FORMS),2000) GAZETTE_FORMS_PDF=build/forms swift test -c release --skip-build --filter randomFormsHaveNoFindings
	@.venv/bin/python Tests/Oracles/judge_pdf.py --workers 2 build/forms

# The pictures of the gallery and of the guide to definitions.
pictures: build venv
	@Scripts/pictures.sh $(GAZETTE) build/pictures

clean:
	rm -rf .build build $(DEMO)
