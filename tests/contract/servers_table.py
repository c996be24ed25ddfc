"""What a server cannot do: the rows of the contract that it fails, each with the reason, and nowhere else.

A row is named ``module.function``, or ``module.function[parameters]`` for one of them, the module after its
folder, where it is in one. Listed rows run and have to fail, so that a server that learns something makes its
line here wrong and the run red.
"""

from __future__ import annotations

from collections.abc import Mapping

HAVING: dict[str, tuple[str, ...]] = {
    "moto": ("if_absent", "if_match"),
    "azurite": ("any_key",),
    "swift-openstack": ("if_absent",),
    "infomaniak-openstack": ("if_absent",),
}
"""By pair or server, the capabilities that are declared to be there, as a user would in a profile."""

_OVERWRITES = "it overwrites in spite of the condition"
_ANSWERS_501 = "it answers that it is not implemented"
_LOOKS_FIRST = "it looks before it takes the bytes, not when it stores them"

LACKING: dict[str, dict[str, str]] = {
    "moto": {"object_lock": "its retentions cannot be read and can be shortened by anyone"},
    "ceph": {
        "if_absent": "it overwrites with an object in parts in spite of the condition",
        "if_match": "no ETag matches for an object in one piece, and every one for an object in parts",
        "storage_class": "the cluster has no storage class but STANDARD",
        "encryption": "the gateway encrypts only with TLS in front and a key service behind it",
        "restore": "it has no archive",
    },
    "swift-ceph": {
        "if_absent": _OVERWRITES,
        "batch_delete": "it lets anyone delete in bulk, without a token too",
        "versioning": "it knows the old kind of versions only, which have no ids",
        "cors": "it takes no rule away again",
    },
    "infomaniak-openstack": {
        "if_match": _ANSWERS_501,
        "storage_class": "it has no storage class but STANDARD",
        "tags": "it keeps no tags",
        "encryption": "it refuses the header",
        "restore": "it has no archive",
        "lifecycle": "it answers with a listing, as to a request without ?lifecycle",
        "cors": _ANSWERS_501,
        "policy": _ANSWERS_501,
        "public_access_block": "it answers with a listing, as to a request without ?publicAccessBlock",
        "object_lock": "it stores the document of a lock as the object",
        "notifications": _ANSWERS_501,
    },
    "rclone": {
        "if_absent": _OVERWRITES,
        "if_match": _OVERWRITES,
        "versioning": "it keeps no versions",
        "tags": "it keeps no tags",
        "encryption": "it accepts the header and stores in the clear",
        "restore": "it has no archive",
        "lifecycle": "it has no settings of buckets",
        "cors": "it has no settings of buckets",
        "policy": "it has no settings of buckets",
        "public_access_block": "it has no settings of buckets",
        "object_lock": "it locks nothing",
        "notifications": "it has no settings of buckets",
    },
}
"""By pair or server, the capabilities that are declared not to be there, each with the reason."""

_NO_PATH = (
    "double-slash",
    "trailing-slash",
    "leading-slash",
    "dot-slash",
    "dot-dot-inside",
    "dot",
    "dot-dot",
    "dot-dot-at-end",
    "climbs-out",
)
_ROWS_OF_KEYS = (
    "keys.put_read_list_delete",
    "keys.copy_from_and_to",
    "keys.delete_in_bulk",
    "keys.write_through_a_file",
    "keys.a_prefix_is_exact",
)
_FOLDER = (
    "its objects are files, and a file's path has no empty part, no '.' and no '..', and nothing below a file"
)
_KEYS_OF_FOLDERS = {
    **{f"{row}[{key}]": _FOLDER for row in _ROWS_OF_KEYS for key in _NO_PATH},
    "keys.a_key_may_go_on_where_another_ends": _FOLDER,
    "keys.neighbours_stay_what_they_are": _FOLDER,
    "keys.a_key_reaches_no_other_bucket": _FOLDER,
    "keys.a_crowded_bucket_lists_all_of_them_in_order": _FOLDER,
    "listing.a_folder_marker_is_an_object_of_its_directory": _FOLDER,
    "listing.an_empty_name_between_slashes_is_a_directory": _FOLDER,
    "filesystem.keys_stay_what_they_are": _FOLDER,
    "filesystem.an_empty_folder_that_another_tool_made_is_a_directory": _FOLDER,
}

_AZURE_HOLDS_NOT = "Azure makes slashes of backslashes and holds no control characters"
_AZURITE_FOLDS = "it folds the address of a copy's source"
_AZURITE_REFUSES = "it calls a wrong signature a missing permission"
_AZURITE_TAGS = "it reads no empty value, and Azure's tags are ASCII"
_UNHELD_BY_AZURE = ("url-delimiters", "control-1", "newline", "carriage-return", "tab")
_DOTS = ("dot-slash", "dot-dot-inside", "dot", "dot-dot", "dot-dot-at-end", "climbs-out")

_LAST_WINS = "without if_absent the last writer wins"
_GCS_HOLDS_NOT = "Google Cloud Storage has no keys with line breaks and none that are '.' or '..'"
_UNHELD_BY_GCS = ("dot", "dot-dot", "newline", "carriage-return")
_SWIFT_METADATA = "a value has at most 256 bytes, as it is encoded"
_SWIFT_HIDES = "no older version follows one that is deleted for good; restore_version makes one the newest"
_SWIFT_SEGMENTS = "the segments of what is replaced or deleted have to be known"
_TEMPURL = "its URLs are signed with a key of the account, which outlives every token"

_AZURITE_DAMAGE = "it does not say of damage that it is damage, which the service does"

_MOTO_CHECKS_NOTHING = "it checks no signature, and permissions only on objects"
_MOTO_ROUTES = "its router loses keys with a line feed"
_RCLONE_COPIES = "a copy gets rclone's own content type and a modification time as metadata"
_RCLONE_ETAGS = "its ETag of an object in parts is not what it answered to the completion"
_RCLONE_400 = "it answers unsigned requests with 400 in place of 403"

UNSUPPORTED: dict[str, dict[str, str]] = {
    "memory": {"errors.wrong_credentials": "there are no credentials"},
    "local": {
        **_KEYS_OF_FOLDERS,
        "versions.versions_of_exact_keys": _FOLDER,
        "errors.wrong_credentials": "there are no credentials",
    },
    "moto": {
        "errors.wrong_credentials": _MOTO_CHECKS_NOTHING,
        "errors.a_stranger_is_not_let_in[bucket_exists]": _MOTO_CHECKS_NOTHING,
        "errors.a_stranger_is_not_let_in[list_objects]": _MOTO_CHECKS_NOTHING,
        "errors.a_stranger_is_not_let_in[delete_objects]": _MOTO_CHECKS_NOTHING,
        "errors.a_stranger_is_not_let_in[create_bucket]": _MOTO_CHECKS_NOTHING,
        "presign.a_url_is_good_for_its_own_method_and_key_only": _MOTO_CHECKS_NOTHING,
        "conditions.if_absent_holds_for_copies_and_moves": "it ignores If-None-Match on copies",
        "conditions.if_match_replaces_the_known_object_only[parts]": "it ignores If-Match on completions",
        "settings.what_is_no_policy_is_refused": "it takes any document for a policy",
        "unfinished.an_upload_says_when_it_was_begun": "it says 2010 of every upload",
        "wire.lost_answers.a_change_in_place_that_somebody_else_overwrote": "sources have no conditions",
        **{f"{row}[newline]": _MOTO_ROUTES for row in _ROWS_OF_KEYS},
        "keys.what_cannot_be_held_is_refused_and_never_renamed[newline]": _MOTO_ROUTES,
        "keys.presigned_put_and_get[newline]": _MOTO_ROUTES,
        "keys.a_crowded_bucket_lists_all_of_them_in_order": _MOTO_ROUTES,
    },
    "ceph": {
        "locking.a_retention_is_taken_back": "one can be replaced, not taken back",
        "opened_files.creating_loses_against_who_was_faster": _LAST_WINS,
    },
    "azurite": {
        **{
            f"errors.wrong_credentials[{name}]": _AZURITE_REFUSES
            for name in (
                "list_buckets",
                "get_object",
                "list_objects",
                "put_object",
                "delete_object",
                "delete_objects",
                "create_bucket",
                "delete_bucket",
            )
        },
        **{
            f"{row}[{key}]": _AZURE_HOLDS_NOT
            for row in (*_ROWS_OF_KEYS, "keys.presigned_put_and_get")
            for key in _UNHELD_BY_AZURE
        },
        **{f"keys.copy_from_and_to[{key}]": _AZURITE_FOLDS for key in _DOTS},
        "keys.a_crowded_bucket_lists_all_of_them_in_order": _AZURE_HOLDS_NOT,
        "wire.damage.a_damaged_request_is_sent_again": _AZURITE_DAMAGE,
        "wire.damage.damage_that_stays_is_an_error_of_integrity": _AZURITE_DAMAGE,
        "tags.tags_come_back[plain]": _AZURITE_TAGS,
        "tags.tags_come_back[not-ascii]": _AZURITE_TAGS,
    },
    "gcs-emulator": {
        "wire.damage.a_damaged_request_is_sent_again[parts]": "a session keeps what was damaged",
        **{
            f"{row}[{key}]": _GCS_HOLDS_NOT
            for row in (*_ROWS_OF_KEYS, "keys.presigned_put_and_get")
            for key in _UNHELD_BY_GCS
        },
        "filesystem.keys_stay_what_they_are": _GCS_HOLDS_NOT,
        "settings.a_cors_rule_for_every_method_and_header_comes_back": (
            "it has one list for the headers of requests and of answers"
        ),
        "keys.a_crowded_bucket_lists_all_of_them_in_order": _GCS_HOLDS_NOT,
        "locking.a_hold_needs_a_bucket_with_a_lock": "the service holds objects in every bucket",
        "versions.a_deletion_hides_and_can_be_taken_back": "the service has no delete markers",
        "versions.a_version_that_never_was": "no older version follows one that is deleted for good",
    },
    "swift-openstack": {
        "wire.lost_answers.a_change_in_place_that_somebody_else_overwrote": (
            "it takes no condition on a change in place, which is found afterwards"
        ),
        "settings.cors_rules_come_back": "a container has one rule, which is for every method and header",
        "versions.a_deletion_hides_and_can_be_taken_back": _SWIFT_HIDES,
        "versions.a_version_that_never_was": _SWIFT_HIDES,
        "options.metadata_comes_back[long-not-ascii]": _SWIFT_METADATA,
        "options.metadata_of_an_object_in_parts_comes_back[long-not-ascii]": _SWIFT_METADATA,
        "presign.a_url_does_not_outlive_the_credentials_that_sign_it": _TEMPURL,
    },
    "infomaniak-openstack": {
        "conditions.if_absent_holds_for_copies_and_moves": "it puts the condition of a copy to the source",
        "errors.a_stranger_is_not_let_in": "what is not signed is no request of S3 to it",
        "options.metadata_comes_back[long-not-ascii]": _SWIFT_METADATA,
        "options.metadata_of_an_object_in_parts_comes_back[long-not-ascii]": _SWIFT_METADATA,
    },
    "swift-ceph": {
        "wire.requests.one_request[put_object]": _SWIFT_SEGMENTS,
        "wire.requests.one_request[delete_object]": _SWIFT_SEGMENTS,
        "wire.requests.one_request[list_objects]": "an empty page alone is known to be the last one",
        "opened_files.creating_loses_against_who_was_faster": _LAST_WINS,
        "listing.an_empty_name_between_slashes_is_a_directory": "it leaves out what begins with a slash",
        "presign.a_url_does_not_outlive_the_credentials_that_sign_it": _TEMPURL,
    },
    "rclone": {
        "opened_files.creating_loses_against_who_was_faster": _LAST_WINS,
        **{row: why for row, why in _KEYS_OF_FOLDERS.items() if row != "keys.delete_in_bulk[trailing-slash]"},
        **{f"keys.presigned_put_and_get[{key}]": _FOLDER for key in _NO_PATH},
        "keys.what_cannot_be_held_is_refused_and_never_renamed[trailing-slash]": "it drops the slash",
        "keys.copy_from_and_to[longest]": "a copy's source counts as metadata, which is too long",
        "errors.a_stranger_is_not_let_in": _RCLONE_400,
        "objects.a_range_is_a_slice[-9000-None]": "a suffix longer than the object gives nothing",
        "copies.a_copy_has_all_that_the_source_has": _RCLONE_COPIES,
        "copies.a_copy_replaces_what_was_there": _RCLONE_COPIES,
        "copies.a_move_leaves_no_source": _RCLONE_COPIES,
        "copies.a_large_object_is_copied_with_all_it_has": _RCLONE_COPIES,
        "attributes.an_object_in_parts_stays_whole_and_checked": "it stores copied parts empty",
        **{
            f"uploads.{row}[{size}]": _RCLONE_ETAGS
            for row in ("a_stream_of_unknown_length", "bytes_of_known_length")
            for size in ("more-than-a-part", "two-parts", "three-parts")
        },
    },
}
"""By pair or server, then by row."""

BY_CHANCE: dict[str, dict[str, str]] = {
    "azurite": {
        "files.a_file_that_changes_while_it_is_uploaded_leaves_no_part": (
            "Azure has no request that throws away the blocks that had arrived when an upload failed"
        ),
    },
    "infomaniak-openstack": {
        "conditions.one_of_many_writers_wins": _LOOKS_FIRST,
        "versions.versions_of_exact_keys": "it decodes a key twice and deletes a version in part",
    },
    "swift-openstack": {
        "conditions.one_of_many_writers_wins": _LOOKS_FIRST,
    },
    "rclone": {
        "concurrency.readers_see_the_old_object_or_the_new": "an ETag may come with another object's bytes",
    },
}
"""By pair or server, the rows that it fails now and then: nothing can be expected, so they do not run."""


def listed_in(table: Mapping[str, Mapping[str, str]], *names: str) -> dict[str, str]:
    """The rows that a table lists for a pair or its server, with reasons."""
    return {row: reason for name in names for row, reason in table.get(name, {}).items()}
