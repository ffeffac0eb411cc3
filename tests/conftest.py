"""What holds for all suites."""

# It sets how pandas holds text, which must not change between two tests of one process.
import tsa_research.study  # noqa: F401
