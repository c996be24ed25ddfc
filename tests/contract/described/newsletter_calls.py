"""A call of each operation of Infomaniak's newsletter, with all that they take."""

from __future__ import annotations

from datetime import UTC, datetime

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import Recipients
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Condition, Rules
from codomyrmex.cloud.infomaniak.newsletter.selection import Selection
from tests.contract.described.runner import Calls

CAMPAIGN, SUBSCRIBER, GROUP, SEGMENT, FIELD, WEBFORM, TEMPLATE, DOMAIN = range(11, 19)
UUID = "9a51d0e4-6b5f-4d0e-8a7a-1c3d0b8f6f1f"
SINCE, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 31, tzinfo=UTC)
ALL = Selection.everything(exclude=[3], search="ada", status="active", groups=[GROUP], segment=SEGMENT)
SOME = Selection.only([1, 2])
RULES = Rules.any_of(Condition.group("include", GROUP))

_CAMPAIGNS: Calls[InfomaniakNewsletterClient] = {
    "NewsletterShowDomain": lambda news: news.get_domain(include="statistics", newsletter_id=DOMAIN),
    "NewsletterDestroyDomain": lambda news: news.delete_domain(),
    "NewsletterApiKey": lambda news: news.get_api_key(),
    "NewsletterListCampaigns": lambda news: news.list_campaigns(
        search="launch",
        status=["draft", "sent"],
        date_from=SINCE,
        date_to=UNTIL,
        include=["statistics"],
        newsletter_id=DOMAIN,
        page=1,
        per_page=20,
        order_by="subject",
        order="asc",
        order_for={"subject": "desc"},
    ),
    "NewsletterCreateCampaign": lambda news: news.create_campaign(
        "Launch",
        email_from_name="Ada",
        email_from_addr="ada@example.com",
        lang="en_GB",
        content_html="<p>It has begun.</p>",
        preheader="It has begun",
        recipients=Recipients(all_subscribers=True),
        template_id=TEMPLATE,
        tracking_link=True,
        tracking_opening=False,
        tracking_utm={"utm_source": "mail"},
        unsub_link=True,
        force_sended=False,
    ),
    "NewsletterDeleteCampaigns": lambda news: news.delete_campaigns(SOME),
    "NewsletterShowCampaign": lambda news: news.get_campaign(CAMPAIGN, include="statistics"),
    "NewsletterEditCampaign": lambda news: news.update_campaign(CAMPAIGN, subject="Landing", lang="fr_FR"),
    "NewsletterDeleteCampaign": lambda news: news.delete_campaign(CAMPAIGN),
    "NewsletterDuplicateCampaign": lambda news: news.duplicate_campaign(CAMPAIGN),
    "NewsletterTestCampaign": lambda news: news.test_campaign_template(UUID, ["ada@example.com"]),
    "POST /1/newsletters/{domain}/campaigns/{campaign}/test": lambda news: news.test_campaign(
        CAMPAIGN, "ada@example.com"
    ),
    "NewsletterScheduleCampaign": lambda news: news.schedule_campaign(CAMPAIGN, UNTIL),
    "NewsletterCancelCampaign": lambda news: news.cancel_campaign(CAMPAIGN),
    "NewsletterGetTracking": lambda news: news.get_tracking(
        CAMPAIGN, action="open", search="ada", page=1, per_page=20, order_by="email", order="asc"
    ),
    "NewsletterLinksActivity": lambda news: news.links_activity(CAMPAIGN),
    "NewsletterSubscribersActivity": lambda news: news.subscribers_activity(
        CAMPAIGN, search="ada", page=1, per_page=20, order_by="email", order="desc"
    ),
    "NewsletterListAllTemplates": lambda news: news.list_templates(page=1, per_page=20),
    "NewsletterShowHtml": lambda news: news.get_template_html(TEMPLATE),
    "NewsletterCreateTemplateFromCampaign": lambda news: news.create_template_from_campaign(
        CAMPAIGN, TEMPLATE
    ),
    "NewsletterUpdateThumbnail": lambda news: news.update_template_thumbnail(TEMPLATE),
    "NewsletterListCredits": lambda news: news.list_credits(
        search="pack", status="active", include="statistics", page=1, per_page=20, order_by="id", order="asc"
    ),
    "NewsletterAccountCredits": lambda news: news.list_account_credits(
        search="pack", status="active", include="statistics", page=1, per_page=20, order_by="id", order="asc"
    ),
    "NewsletterCreditsDetails": lambda news: news.get_credit_details(),
    "NewsletterListCreditsOffers": lambda news: news.list_credit_packs(),
    "NewsletterCheckout": lambda news: news.checkout_credits(1),
    "NewsletterCancelOperation": lambda news: news.cancel_operation(UUID),
}

_SUBSCRIBERS: Calls[InfomaniakNewsletterClient] = {
    "NewsletterListSubscribers": lambda news: news.list_subscribers(
        search="ada",
        status="active",
        groups=[GROUP],
        validation_status=1,
        include=["groups", "fields"],
        page=1,
        per_page=20,
        order_by="email",
        order="asc",
    ),
    "NewsletterCountSubscribersStatus": lambda news: news.count_subscribers_status(),
    "NewsletterFilterProviders": lambda news: news.filter_subscribers(
        segment=SEGMENT,
        search="ada",
        status="active",
        groups=[GROUP],
        validation_status=1,
        include=["groups"],
        extra="metadata",
        page=1,
        per_page=20,
        order_by="email",
        order="asc",
    ),
    "NewsletterCreateSubscriber": lambda news: news.create_subscriber(
        "ada@example.com", fields={"firstname": "Ada"}, groups=[GROUP], status="active"
    ),
    "NewsletterShowSubscriber": lambda news: news.get_subscriber(SUBSCRIBER, include="groups"),
    "NewsletterUpdateSubscriber": lambda news: news.update_subscriber(
        SUBSCRIBER, fields={"firstname": "Ada"}, groups=[GROUP], status="unsubscribed", include="groups"
    ),
    "NewsletterDeleteSubscriber": lambda news: news.delete_subscriber(SUBSCRIBER),
    "NewsletterForgetSubscriber": lambda news: news.forget_subscriber(SUBSCRIBER),
    "NewsletterDeleteSubscribers": lambda news: news.delete_subscribers(ALL),
    "NewsletterUnsubscribeSubscribers": lambda news: news.unsubscribe_subscribers(SOME),
    "NewsletterAssign": lambda news: news.assign_subscribers(ALL, [GROUP]),
    "NewsletterUnassign": lambda news: news.unassign_subscribers(ALL, GROUP),
    "NewsletterExportSubscribers": lambda news: news.export_subscribers(ALL),
    "NewsletterUploadCsvFile": lambda news: news.upload_csv_file("email\nada@example.com\n"),
    "NewsletterImportSubscribers": lambda news: news.import_subscribers(
        ["email", FIELD],
        upload_id=1,
        groups=[GROUP],
        replace_fields=True,
        csv_separator=";",
        csv_enclosure='"',
        ipd_uuid=UUID,
    ),
}

_GROUPS_AND_FORMS: Calls[InfomaniakNewsletterClient] = {
    "NewsletterListGroups": lambda news: news.list_groups(
        search="press",
        status="active",
        include="statistics",
        page=1,
        per_page=20,
        order_by="name",
        order="asc",
    ),
    "NewsletterCreateGroup": lambda news: news.create_group("Press"),
    "NewsletterDeleteGroups": lambda news: news.delete_groups(SOME),
    "NewsletterShowGroup": lambda news: news.get_group(GROUP, include="statistics"),
    "NewsletterUpdateGroup": lambda news: news.update_group(GROUP, name="Journalists"),
    "NewsletterDeleteGroup": lambda news: news.delete_group(GROUP),
    "NewsletterGetGroupSubscribers": lambda news: news.list_group_subscribers(
        GROUP,
        search="ada",
        status="active",
        include="fields",
        page=1,
        per_page=20,
        order_by="email",
        order="asc",
    ),
    "NewsletterAssignSubscribers": lambda news: news.assign_group_subscribers(GROUP, [SUBSCRIBER]),
    "NewsletterUnassignSubscribers": lambda news: news.unassign_group_subscribers(GROUP, [SUBSCRIBER]),
    "NewsletterListSegments": lambda news: news.list_segments(
        search="press",
        include="statistics",
        newsletter_id=DOMAIN,
        page=1,
        per_page=20,
        order_by="name",
        order="asc",
    ),
    "NewsletterCreateSegment": lambda news: news.create_segment("Press", RULES),
    "NewsletterDeleteSegments": lambda news: news.delete_segments(SOME, newsletter_id=DOMAIN),
    "NewsletterShowSegment": lambda news: news.get_segment(
        SEGMENT, include="statistics", newsletter_id=DOMAIN
    ),
    "NewsletterUpdateSegment": lambda news: news.update_segment(SEGMENT, name="Radio", rules=RULES),
    "NewsletterDeleteSegment": lambda news: news.delete_segment(SEGMENT),
    "NewsletterGetSegmentSubscribers": lambda news: news.list_segment_subscribers(
        SEGMENT,
        search="ada",
        status="active",
        include="fields",
        newsletter_id=DOMAIN,
        page=1,
        per_page=20,
        order_by="email",
        order="asc",
    ),
    "NewsletterListFields": lambda news: news.list_fields(
        search="name", page=1, per_page=20, order_by="name", order="asc"
    ),
    "NewsletterCreateField": lambda news: news.create_field("Town", type="text", slug="town"),
    "NewsletterUpdateField": lambda news: news.update_field(FIELD, name="City"),
    "NewsletterDeleteField": lambda news: news.delete_field(FIELD),
    "NewsletterDeleteFields": lambda news: news.delete_fields(SOME),
    "NewsletterListWebforms": lambda news: news.list_webforms(
        search="join", include="groups", page=1, per_page=20, order_by="name", order="asc"
    ),
    "NewsletterCreateWebform": lambda news: news.create_webform(
        name="Join",
        title="Join us",
        fields=[{"id": FIELD, "selected": True, "required": False}],
        groups=[GROUP],
    ),
    "NewsletterBulkDeleteWebform": lambda news: news.delete_webforms(SOME),
    "NewsletterListThemes": lambda news: news.list_webform_themes(),
    "NewsletterShowWebform": lambda news: news.get_webform(WEBFORM, include="groups"),
    "NewsletterUpdateWebform": lambda news: news.update_webform(WEBFORM, include="groups", name="Join us"),
    "NewsletterDeleteWebform": lambda news: news.delete_webform(WEBFORM),
    "NewsletterListWebformFields": lambda news: news.list_webform_fields(WEBFORM),
}

CALLS: Calls[InfomaniakNewsletterClient] = {**_CAMPAIGNS, **_SUBSCRIBERS, **_GROUPS_AND_FORMS}
