using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Health;
using ZuperConnect.Http;
using ZuperConnect.Jobs;
using ZuperConnect.Json;
using ZuperConnect.Live;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Http;

public sealed partial class OpenApiTests
{
    private const string Problem = "application/problem+json";
    private static readonly string Text = Read();
    private static readonly JsonNode Document = JsonNode.Parse(Text)!;
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_an_OpenAPI_3_1_document_without_faults()
    {
        var result = OpenApiDocument.Parse(Text, OpenApiConstants.Json);

        Assert.Empty(result.Diagnostic!.Errors.Concat(result.Diagnostic.Warnings).Select(fault => $"{fault.Pointer}: {fault.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void It_has_every_route_and_no_other() => Assert.Equal(
        Routes.All.Select(route => $"{route.Method} /{route.Template}").Order(),
        Operations().Select(operation => operation.ToString()).Order());

    [Fact]
    public void Every_operation_has_an_id_of_its_own()
    {
        var ids = Operations().Select(operation => (string)operation.Value["operationId"]!).ToList();

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void The_parameters_of_every_path_are_declared() => Assert.All(Operations(), operation => Assert.Equal(
        PathParameter().Matches(operation.Path).Select(parameter => parameter.Groups[1].Value).Order(),
        operation.Parameters.Where(parameter => (string)parameter["in"]! == "path")
            .Select(parameter => (string)parameter["name"]!).Order()));

    [Fact]
    public void Every_reference_leads_somewhere() => Assert.All(
        Nodes(Document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>()
            .Select(reference => reference.GetValue<string>()),
        reference => Assert.NotNull(Find(reference)));

    [Fact]
    public void The_bounds_of_limit_are_those_that_requests_are_held_to()
    {
        var limit = Document["components"]!["parameters"]!["Limit"]!["schema"]!;
        var (least, most) = ((int)limit["minimum"]!, (int)limit["maximum"]!);

        Assert.Equal((int)limit["default"]!, RequestReading.Limit(new DefaultHttpContext().Request));
        Assert.Equal([least, most], new[] { least, most }.Select(Limit));
        Assert.All([least - 1, most + 1], beyond => Assert.Throws<ProblemException>(() => Limit(beyond)));

        static int Limit(int asked) => RequestReading.Limit(new DefaultHttpContext
        {
            Request = { QueryString = QueryString.Create("limit", asked.ToString(CultureInfo.InvariantCulture)) },
        }.Request);
    }

    [Theory]
    [InlineData(typeof(LastActionType))]
    [InlineData(typeof(Delivery))]
    [InlineData(typeof(AttachmentState))]
    [InlineData(typeof(CallStatus))]
    [InlineData(typeof(ConversationStatus))]
    [InlineData(typeof(Direction))]
    [InlineData(typeof(JobStatus))]
    [InlineData(typeof(Role))]
    [InlineData(typeof(Permission))]
    [InlineData(typeof(AuditAction))]
    [InlineData(typeof(Presence))]
    public void The_values_of_an_enum_are_those_of_its_type(Type type) => Assert.Equal(
        Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).Order(),
        Values(Schema(type.Name)).Order());

    [Fact]
    public void A_conversation_has_the_properties_that_are_written() =>
        AssertProperties(Conversation() with { SnoozedUntil = At }, "Conversation", "snoozedUntil");

    [Fact]
    public void A_changed_conversation_has_the_properties_that_are_written() => Assert.Equal(
        Names(Write(Conversation() with { SnoozedUntil = At, Item = new CommentItem("1", At, "") })),
        Schema("ChangedConversation")["allOf"]!.AsArray().SelectMany(part => Names(Resolve(part!)["properties"]!)).Order());

    [Fact]
    public void The_parts_of_a_conversation_have_the_properties_that_are_written()
    {
        AssertProperties(Conversation().Customer, "Customer");
        AssertProperties(Conversation().LastAction!, "LastAction");
        AssertProperties(new Author("ana", "Ana"), "Author");
        AssertProperties(new Attachment("1", "image/png", "plan.png", AttachmentState.Available), "Attachment");
    }

    [Fact]
    public void Pages_and_numbers_have_the_properties_that_are_written()
    {
        AssertProperties(new Page<ConversationJson>([], null), "ConversationPage");
        AssertProperties(new TimelineJson([], null, 1), "TimelinePage");
        AssertProperties(new Page<LoggedCallJson>([], null), "CallPage");
        AssertProperties(new Page<AuditEntry>([], null), "AuditPage");
        AssertProperties(new AuditEntry(At, new("ana", "Ana"), AuditAction.Closed, ""), "AuditEntry");
        AssertProperties(MeJson.Of(new("ana", "Ana", Role.Admin, [], null), null), "Me");
        AssertProperties(new CountsJson([]), "Counts");
        AssertProperties(new MembersJson([]), "Members");
        AssertProperties(
            new CountJson(PhoneNumber.Hidden, "", null, 0, 0, 0, 0, 0, 0) { Assignees = [new("ben", "Ben", 1)] }, "Count", "assignees");
        AssertProperties(new AssigneeCountJson("ben", "Ben", 1), "AssigneeCount");
        AssertProperties(new MarkResultsJson([]), "MarkResults");
        AssertProperties(new MarkResultJson("", 200, null, null, null), "MarkResult");
        AssertProperties(
            LoggedCallJson.Of(new(Conversation().Id, new("1", At, CallStatus.Ringing)),
                ImmutableDictionary<string, BusinessNumber>.Empty, null), "LoggedCall");
        AssertProperties(new DiscoveredNumberJson(PhoneNumber.Hidden, "", true, [], null), "DiscoveredNumber");
        AssertProperties(new NumberSetupChange("", null, ""), "NumberSetupChange");
        AssertProperties(new BusinessHoursJson("", [], []), "BusinessHours");
        AssertProperties(new OpeningWindowJson([], "", ""), "OpeningWindow");
        AssertProperties(new AutomaticTextsJson(null, null, null), "AutomaticTexts");
        AssertProperties(new AutomaticTextJson(null, null), "AutomaticText");
        AssertProperties(
            NumberJson.Of(new(new(PhoneNumber.Hidden, null) { CloseAfterDays = 14 }, default)), "Number", "closeAfterDays");
        AssertProperties(new SavedRepliesJson([]), "SavedReplies");
        AssertProperties(SavedReplyJson.Of(new(new("1", "", ""), default)), "SavedReply");
        AssertProperties(new WebhooksJson([]), "Webhooks");
        AssertProperties(
            WebhookJson.Of(new(new("1", new("https://example.com"), [], "", true), default), null), "Webhook");
        AssertProperties(new WebhookDeliveriesJson([]), "WebhookDeliveries");
        AssertProperties(
            WebhookDeliveryJson.Of(new("1", "", "", At, null, WebhookDeliveryStatus.Failed, 1, At, null)), "WebhookDelivery");
        AssertProperties(new Page<JobJson>([], null), "JobPage");
        AssertProperties(new Page<OptOutJson>([], null), "OptOutPage");
        AssertProperties(new OptOutReport(0, 0, 0, [], 0), "OptOutReport");
        AssertProperties(OptOutJson.Of(new(PhoneNumber.Hidden, true, At, null, null), null), "OptOut");
        AssertProperties(new Page<UnprocessedJson>([], null), "UnprocessedPage");
        AssertProperties(new UnprocessedJson("", "", At, null, null, ""), "UnprocessedEvent");
        AssertProperties(Telephony, "Dependencies");
        AssertProperties(
            JobJson.Of(new("1", Conversation().Id, "carla", "Carla", "", null, JobStatus.Open, new("ana", "Ana"), At, At)), "Job");
    }

    [Fact]
    public void Customers_have_the_properties_that_are_written()
    {
        AssertProperties(SavedCustomerJson.Of(new Customer("1", "", [], null, null, At), null), "SavedCustomer");
        AssertProperties(new Page<SavedCustomerJson>([], null), "SavedCustomerPage");
        AssertProperties(ImportReport.Empty, "ImportReport");
        AssertProperties(new RowFault(1, ""), "RowFault");
        AssertProperties(new ImportPreview(new("", "", [], []), [], [], []), "ImportPreview");
        AssertProperties(new ContactMapping("", "", [], []), "ContactMapping");
        AssertProperties(new ReadColumn("", ContactField.Name), "ReadColumn");
        AssertProperties(new PreviewedCustomer(1, "", [], null, null), "PreviewedCustomer");
        Assert.Equal(Enum.GetNames<ContactField>().Select(JsonNamingPolicy.CamelCase.ConvertName)
            .Order(), Values(Schema("ReadColumn")["properties"]!["as"]!).Order());
    }

    [Fact]
    public void Timeline_items_have_the_properties_that_are_written_and_are_told_apart_by_type()
    {
        var items = new TimelineItem[]
        {
            new MessageItem("1", At, "", Delivery.Scheduled)
            {
                Automatic = true,
                SendAt = At,
                ScheduledAt = At,
                CancelIfCustomerWrites = true,
            },
            new CallItem("1", At, CallStatus.Ringing),
            new CommentItem("1", At, ""),
            new StatusItem("1", At, ConversationStatus.Open) { AfterDays = 3 },
            new AssignmentItem("1", At, null),
            new OverdueItem("1", At, At),
            new SnoozeItem("1", At, null),
            new JobItem("1", At, "1", ""),
        };
        var mapping = Schema("TimelineItem")["discriminator"]!["mapping"]!;

        Assert.All(items, item => AssertProperties(item, item.GetType().Name, leftOut: item switch
        {
            MessageItem => ["automatic", "cancelIfCustomerWrites", "scheduledAt", "sendAt"],
            StatusItem => ["afterDays"],
            _ => [],
        }));
        Assert.All(items, item => Assert.Equal(
            item.GetType().Name,
            Assert.IsAssignableFrom<JsonValue>(mapping[(string)Write(item)["type"]!]).GetValue<string>().Split('/')[^1]));
        Assert.All(items, item =>
            Assert.Equal((string)Write(item)["type"]!, (string)Schema(item.GetType().Name)["properties"]!["type"]!["const"]!));
        Assert.Equal(items.Length, mapping.AsObject().Count);
        Assert.Equal(items.Length, Schema("TimelineItem")["oneOf"]!.AsArray().Count);
    }

    [Fact]
    public void Hints_have_the_properties_that_are_sent_and_are_told_apart_by_type()
    {
        LiveHint[] hints = [new ConversationChanged(Conversation().Id, 1), new CallChanged(Conversation().Id, "1", CallStatus.Ringing),
            new ConversationOverdue(Conversation().Id), new PresenceChanged(Conversation().Id, "ana", Presence.Looking)];
        var mapping = Schema("LiveHint")["discriminator"]!["mapping"]!;

        Assert.All(hints, hint => AssertProperties(hint, hint.GetType().Name));
        Assert.All(hints, hint => Assert.Equal(hint.GetType().Name, ((string)mapping[(string)Write(hint)["type"]!]!).Split('/')[^1]));
        Assert.Equal(hints.Length, mapping.AsObject().Count);
    }

    [Fact]
    public void The_codes_of_problems_are_those_that_are_given()
    {
        var codes = Values(Schema("Problem")["properties"]!["code"]!).Order().ToList();

        Assert.Equal(GivenProblems().Select(problem => problem.Code).Distinct().Order(), codes);
        Assert.Equal(ProblemExamples().Select(example => (string)example.Problem["code"]!).Distinct().Order(), codes);
    }

    [Fact]
    public void Every_problem_stands_under_its_status_and_reads_as_it_is_given()
    {
        var given = GivenProblems().Select(problem => Written(((ProblemHttpResult)problem.ToResult()).ProblemDetails)).ToList();

        Assert.All(ProblemExamples(), example =>
        {
            Assert.Equal(example.Status, example.Problem["status"]!.ToString());
            Assert.Contains(given, problem => JsonNode.DeepEquals(problem, WithoutDetail(example.Problem)));
        });

        static JsonNode Written(object details) => WithoutDetail(JsonSerializer.SerializeToNode(details, JsonSerializerOptions.Web)!);

        static JsonNode WithoutDetail(JsonNode problem) => new JsonObject(
            problem.AsObject().Where(property => property.Key is not "detail")
                .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
    }

    [Fact]
    public void Every_failure_is_a_problem() => Assert.All(
        Responses().Where(response => response.Status is not ['2', ..] and not ("304" or "416")),
        response => Assert.Equal([Problem], response.Value["content"]!.AsObject().Select(content => content.Key)));

    [Fact]
    public void Only_health_sounds_and_the_document_need_no_token()
    {
        var open = Operations().Where(operation => operation.Value["security"] is JsonArray { Count: 0 });

        Assert.Equal(
            [$"GET /{Routes.Sound}", $"GET /{Routes.Health}", $"GET /{Routes.OpenApi}"], open.Select(operation => operation.ToString()));
        Assert.All(Operations(), operation =>
            Assert.Equal(
                operation.Value["security"] is not JsonArray { Count: 0 }, operation.Value["responses"]!.AsObject().ContainsKey("401")));
    }

    [Theory]
    [InlineData("202", "Location", "Retry-After")]
    [InlineData("401", "WWW-Authenticate")]
    [InlineData("503", "Retry-After")]
    public void An_answer_names_its_headers(string status, params string[] headers) => Assert.All(
        Responses().Where(response => response.Status == status),
        response => Assert.Equal(headers, response.Value["headers"]!.AsObject().Select(header => header.Key)));

    [Fact]
    public void Examples_of_answers_can_be_read_and_have_the_properties_that_are_written()
    {
        var types = new Dictionary<string, Type>
        {
            ["Conversation"] = typeof(ConversationJson),
            ["ChangedConversation"] = typeof(ConversationJson),
            ["ConversationPage"] = typeof(Page<ConversationJson>),
            ["TimelinePage"] = typeof(TimelineJson),
            ["CallPage"] = typeof(Page<LoggedCallJson>),
            ["SavedCustomer"] = typeof(SavedCustomerJson),
            ["SavedCustomerPage"] = typeof(Page<SavedCustomerJson>),
            ["Counts"] = typeof(CountsJson),
            ["Members"] = typeof(MembersJson),
            ["Me"] = typeof(MeJson),
            ["ImportReport"] = typeof(ImportReport),
        };
        var examples =
            from response in Responses()
            let content = response.Value["content"]?["application/json"]
            where content?["schema"]!["$ref"] is not null
            let type = types.GetValueOrDefault(((string)content["schema"]!["$ref"]!).Split('/')[^1])
            where type is not null
            from example in content["examples"]!.AsObject()
            select (Type: type, Value: Resolve(example.Value!)["value"]!);

        Assert.All(examples, example => Assert.Equal(
            Paths(JsonSerializer.SerializeToNode(
                example.Value.Deserialize(example.Type, InboxJson.Options), example.Type, InboxJson.Options)!).Order(),
            Paths(example.Value).Order()));

        static IEnumerable<string> Paths(JsonNode root) => Nodes(root.DeepClone()).Select(node => node.GetPath());
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Routes).Assembly.GetManifestResourceStream("openapi.json")!);
        return reader.ReadToEnd();
    }

    private static IEnumerable<Operation> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is not "parameters"
        select new Operation(operation.Key.ToUpperInvariant(), path.Key, path.Value!, operation.Value!);

    private static IEnumerable<(string Status, JsonNode Value)> Responses() =>
        Operations().SelectMany(operation => operation.Value["responses"]!.AsObject())
            .Select(response => (response.Key, Resolve(response.Value!)));

    private static IEnumerable<(string Status, JsonNode Problem)> ProblemExamples() =>
        from response in Responses()
        where response.Value["content"]?[Problem] is not null
        from example in response.Value["content"]![Problem]!["examples"]!.AsObject()
        select (response.Status, Resolve(example.Value!)["value"]!);

    private static Dependencies Telephony =>
        new(DependencyState.Healthy, DependencyState.Healthy, DependencyState.Away, DependencyState.Healthy);

    private static IEnumerable<ProblemException> GivenProblems() =>
    [
        Problems.Invalid(""), Problems.SignIn(""), Problems.NotFound(""), Problems.TooLarge(1), Problems.StorageAway(), Problems.Fault(),
        .. Enum.GetValues<Refusal>().Select(Problems.Of),
        Problems.NotFailed(),
        Problems.StillUnreadable(), Problems.AlreadyProcessed(),
        Problems.IdTaken(),
        Problems.DependencyAway(Telephony),
        Problems.Broken(),
        Problems.NotAllowed(), Problems.Outdated(), Problems.LastAdmin(), Problems.WorkNotFailed(), Problems.OnACall(),
        Problems.AnotherCall(1), Problems.CannotBeCalled(), Problems.NoDevice(), Problems.NoLiveUpdates(), Problems.IssuerAway(),
        Problems.NotACustomer(), Problems.NumberRetired(), Problems.NoNumberDiscovery(),
        Problems.NumberTaken(PhoneNumber.Hidden, new("", "")), Problems.UnknownCustomer(),
        Problems.UnknownNumber(""), Problems.NoPhoneNumber(), Problems.TooManyNumbers(), Problems.TooManySavedReplies(),
        Problems.TooManyWebhooks(), Problems.AlreadyAnswered(null), Problems.MergeTooLarge(),
        Problems.PicturesTooLarge(), Problems.NoPicture(), Problems.CannotSendPictures(), Problems.UnknownAttachment(),
    ];

    private static ConversationJson Conversation()
    {
        Assert.True(ConversationId.TryParse("14255550100-12065550199", out var id));
        return ConversationJson.Of(
            new(id) { LastAction = new(LastActionType.MessageReceived, null, "Is my boiler ready?", At), LastActivityAt = At, Version = 1 },
            ImmutableDictionary<string, BusinessNumber>.Empty);
    }

    private static JsonNode Write<T>(T value) => JsonSerializer.SerializeToNode(value, InboxJson.Options)!;

    /// <summary>All properties are always written, so all are required, except those that are left out.</summary>
    private static void AssertProperties<T>(T value, string schema, params string[] leftOut)
    {
        Assert.Equal(Names(Write(value)), Names(Schema(schema)["properties"]!));
        Assert.Equal(
            Names(Write(value)).Except(leftOut), Schema(schema)["required"]!.AsArray().Select(name => (string)name!).Order());
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(property => property.Key).Order();

    private static IEnumerable<string> Values(JsonNode schema) => schema["enum"]!.AsArray().Select(value => (string)value!);

    private static JsonNode Schema(string name) => Document["components"]!["schemas"]![name]!;

    private static JsonNode Resolve(JsonNode node) => node["$ref"] is { } reference ? Find((string)reference!)! : node;

    private static JsonNode? Find(string reference) =>
        reference.Split('/') is ["#", .. var steps] ? steps.Aggregate((JsonNode?)Document, (node, step) => node?[step]) : null;

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject all => all.Select(property => property.Value).OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
        JsonArray all => all.OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
        _ => [node],
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    private sealed record Operation(string Method, string Path, JsonNode PathItem, JsonNode Value)
    {
        public IEnumerable<JsonNode> Parameters =>
            new[] { PathItem["parameters"], Value["parameters"] }.OfType<JsonArray>()
                .SelectMany(declared => declared).Select(parameter => Resolve(parameter!));

        public override string ToString() => $"{Method} {Path}";
    }
}
