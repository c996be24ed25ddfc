"""Bucket names: each provider's published rules, and the loose check of existing ones."""

from __future__ import annotations

import pytest

from codomyrmex.validation import BucketRules, ValidationError, check_bucket_name, check_bucket_reference

GOOD: list[tuple[BucketRules, str]] = [
    ("s3", "abc"),
    ("s3", "my-bucket.2026"),
    ("s3", "0start"),
    ("s3", "a" * 63),
    ("s3", "1.2.3"),
    ("s3", "a.-b"),
    ("gcs", "with_underscore"),
    ("gcs", f"{'a' * 63}.{'b' * 63}.{'c' * 63}"),
    ("azure", "container-1"),
    ("azure", "$root"),
    ("azure", "$web"),
    ("local", "Documents"),
    ("local", "a"),
    ("local", "a.b_c-d"),
    ("local", "a" * 255),
]

BAD: list[tuple[BucketRules, str, str]] = [
    ("s3", "ab", "2 characters"),
    ("s3", "a" * 64, "64 characters"),
    ("s3", "Upper", "lower-case"),
    ("s3", "under_score", "lower-case"),
    ("s3", "white space", "lower-case"),
    ("s3", "trailing\n", "lower-case"),
    ("s3", "naïve", "lower-case"),
    ("s3", "٣٣٣", "lower-case"),
    ("s3", "-abc", "begin and end"),
    ("s3", "abc.", "begin and end"),
    ("s3", "a..b", "two dots"),
    ("s3", "192.168.5.4", "IP address"),
    ("s3", "xn--abc", "prefixes"),
    ("s3", "sthree-abc", "prefixes"),
    ("s3", "amzn-s3-demo-abc", "prefixes"),
    ("s3", "abc-s3alias", "suffixes"),
    ("s3", "abc--ol-s3", "suffixes"),
    ("s3", "abc.mrap", "suffixes"),
    ("s3", "abc--x-s3", "suffixes"),
    ("s3", "abc--table-s3", "suffixes"),
    ("gcs", "ab", "2 characters"),
    ("gcs", "a" * 64, "64 characters"),
    ("gcs", "a." * 112, "characters"),
    ("gcs", f"{'a' * 64}.b", "each part"),
    ("gcs", "a..b", "each part"),
    ("gcs", "_abc", "begin and end"),
    ("gcs", "ABC", "lower-case"),
    ("gcs", "10.0.0.1", "IP address"),
    ("gcs", "goog-x", "reserved"),
    ("gcs", "my-google-x", "reserved"),
    ("azure", "ab", "2 characters"),
    ("azure", "a.b.c", "lower-case"),
    ("azure", "Abc", "lower-case"),
    ("azure", "a--b", "hyphen"),
    ("azure", "-abc", "hyphen"),
    ("azure", "abc-", "hyphen"),
    ("azure", "$other", "lower-case"),
    ("local", ".hidden", "folder"),
    ("local", "ends.", "folder"),
    ("local", "C:", "folder"),
    ("local", "a\\b", "folder"),
    ("local", "a b", "folder"),
    ("local", "a" * 256, "256 characters"),
]


@pytest.mark.parametrize(("rules", "name"), GOOD)
def test_a_name_within_the_rules_passes(rules: BucketRules, name: str) -> None:
    assert check_bucket_name(name, rules) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(("rules", "name", "reason"), BAD)
def test_a_name_against_the_rules_is_refused_with_the_rule(
    rules: BucketRules, name: str, reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        check_bucket_name(name, rules)


@pytest.mark.parametrize("name", ["ab", "UPPER", "under_score", "a" * 255, "with space", "日本", "a..b"])
def test_a_bucket_that_exists_may_have_an_older_name(name: str) -> None:
    assert check_bucket_reference(name) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/", "a\0b", "a\ud800", None, b"bucket"])
@pytest.mark.parametrize("check", [check_bucket_reference, check_bucket_name])
def test_what_can_name_no_bucket_is_refused_everywhere(check: object, name: str) -> None:
    assert callable(check)
    with pytest.raises(ValidationError):
        check(name)
