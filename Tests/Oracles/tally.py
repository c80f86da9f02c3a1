"""What the oracles that compare many things count: each difference is printed as it is found."""
import re
import sys

checks, differences = 0, 0


def expect(found, wanted, what):
    global checks, differences
    checks += 1
    if found != wanted:
        differences += 1
        print("%s: found %r, wanted %r" % (what, found, wanted))


def squeezed(text):
    """Without blanks: cells of pages are broken anywhere."""
    return re.sub(r"\s", "", str(text if text is not None else ""))


def finish():
    """Prints the sum and ends: with status 1 when there are differences, or nothing was compared."""
    print("%d checks, %d differences" % (checks, differences))
    sys.exit(1 if differences or not checks else 0)
