#!/usr/bin/env python3
"""Cuts the white margins and the foot off pictures of pages, in place. usage: crop-pictures.py PICTURE.png…"""
import sys

from PIL import Image, ImageChops

EDGE = 14  # pixels left around the content

for path in sys.argv[1:]:
    page = Image.open(path).convert("RGB")
    body = page.crop((0, 0, page.width, int(page.height * 0.955)))
    box = ImageChops.difference(body, Image.new("RGB", body.size, "white")).getbbox()
    page.crop((max(0, box[0] - EDGE), max(0, box[1] - EDGE), min(page.width, box[2] + EDGE), min(page.height, box[3] + EDGE))).save(path, optimize=True)
