using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZuperConnect.Conversations;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

public sealed class CustomersApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Number = RunningInbox.Customer;
    private const string Other = "+12065550111";
    [Fact]
    public async Task Customer_is_saved_and_read_with_its_tag()
    {
        var saved = await PostAsync(
            new
            {
                name = " Carla Lane ",
                numbers = new[] { "+1 (206) 555-0199", Other, Number },
                email = "carla@example.com",
                notes = "Gate code 12\nDog"
            });
        Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        var customer = await RunningInbox.JsonAsync(saved);
        Assert.Equal("Carla Lane", (string)customer["name"]!);
        Assert.Equal([Number, Other], customer["numbers"]!.AsArray().Select(number => (string)number!));
        Assert.Equal("Gate code 12\nDog", (string)customer["notes"]!);
        Assert.Equal($"/api/customers/{customer["id"]}", saved.Headers.Location!.ToString());

        using var read = await _inbox.Http.GetAsync(saved.Headers.Location, Cancellation);
        Assert.Equal(saved.Headers.ETag, read.Headers.ETag);
        Assert.Equal(customer.ToJsonString(), (await RunningInbox.JsonAsync(read)).ToJsonString());
    }

    [Fact]
    public async Task Same_id_again_is_the_same_customer_and_never_another()
    {
        var id = Guid.NewGuid();
        var first = await PostAsync(new { customerId = id, name = "Carla", numbers = new[] { Number } });
        var again = await PostAsync(new { customerId = id, name = "Carla", numbers = new[] { Number } });
        Assert.Equal((HttpStatusCode.Created, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal("idTaken", await CodeAsync(await PostAsync(new { customerId = id, name = "Dora", numbers = new[] { Other } }), 409));
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task Number_that_somebody_has_is_refused_by_the_name_of_who_has_it()
    {
        var carla = await SaveAsync("Carla", Number);
        var problem = await RunningInbox.ProblemAsync(await PostAsync(new { name = "Dora", numbers = new[] { Other, Number } }), 409);
        Assert.Equal("numberTaken", (string)problem["code"]!);
        Assert.Contains("Carla", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains((string)carla["id"]!, (string)problem["detail"]!, StringComparison.Ordinal);

        // Nothing was changed: the other number is free.
        var dora = await SaveAsync("Dora", Other);
        Assert.Equal("numberTaken", await CodeAsync(await PutAsync(dora, new { name = "Dora", numbers = new[] { Other, Number } }), 409));
        Assert.Equal(["Carla", "Dora"], await NamesAsync());
    }

    [Fact]
    public async Task Of_many_who_save_one_number_at_once_one_does()
    {
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(place => PostAsync(new { name = $"Customer {place}", numbers = new[] { Number } })));
        Assert.Single(responses, response => response.StatusCode is HttpStatusCode.Created);
        Assert.All(responses.Where(response => response.StatusCode is not HttpStatusCode.Created), response =>
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode));
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task Change_of_what_somebody_else_changed_is_refused()
    {
        var saved = await PostAsync(new { name = "Carla", numbers = new[] { Number } });
        var (customer, etag) = (await RunningInbox.JsonAsync(saved), saved.Headers.ETag!.ToString());
        var changed = await PutAsync(customer, new { name = "Carla Lane", numbers = new[] { Number } }, etag);
        Assert.True(changed.IsSuccessStatusCode);
        Assert.NotEqual(etag, changed.Headers.ETag!.ToString());
        Assert.Equal("outdated", await CodeAsync(await PutAsync(customer, new { name = "Carl", numbers = new[] { Number } }, etag), 412));
        Assert.Equal(["Carla Lane"], await NamesAsync());
    }

    [Theory]
    [InlineData("{}", "Carla Lane", "carla@example.com", "Gate code 12")]
    [InlineData("""{"name":"Carla Rivers"}""", "Carla Rivers", "carla@example.com", "Gate code 12")]
    [InlineData("""{"notes":"Dog"}""", "Carla Lane", "carla@example.com", "Dog")]
    [InlineData("""{"notes":null}""", "Carla Lane", "carla@example.com", null)]
    [InlineData("""{"email":null}""", "Carla Lane", null, "Gate code 12")]
    [InlineData(
        """{"numbers":["+12065550199","+12065550111"],"email":"lane@example.com"}""", "Carla Lane", "lane@example.com", "Gate code 12")]
    public async Task A_property_left_out_of_a_change_stays_and_null_clears_it(string body, string name, string? email, string? notes)
    {
        var carla = await RunningInbox.JsonAsync(
            await PostAsync(
                new { name = "Carla Lane", numbers = new[] { Number, Other }, email = "carla@example.com", notes = "Gate code 12" }));
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        (await _inbox.SendAsync(HttpMethod.Put, $"api/customers/{carla["id"]}", content)).EnsureSuccessStatusCode();

        var changed = await _inbox.GetAsync($"api/customers/{carla["id"]}");
        Assert.Equal((name, email, notes), ((string)changed["name"]!, (string?)changed["email"], (string?)changed["notes"]));
        Assert.Equal([Number, Other], changed["numbers"]!.AsArray().Select(number => (string)number!));
    }

    [Theory]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"numbers":null}""")]
    [InlineData("""{"numbers":[]}""")]
    public async Task Name_and_numbers_cannot_be_cleared(string body)
    {
        var carla = await SaveAsync("Carla", Number);
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, $"api/customers/{carla["id"]}", content), 400);
        Assert.Equal(["Carla"], await NamesAsync());
    }

    [Fact]
    public async Task Number_moves_from_one_customer_to_another()
    {
        var carla = await SaveAsync("Carla", Number, Other);
        (await PutAsync(carla, new { name = "Carla", numbers = new[] { Other } })).EnsureSuccessStatusCode();
        var dora = await SaveAsync("Dora", Number);
        Assert.Equal("numberTaken", await CodeAsync(await PutAsync(carla, new { name = "Carla", numbers = new[] { Number } }), 409));
        Assert.Equal([Number], dora["numbers"]!.AsArray().Select(number => (string)number!));
    }

    public static TheoryData<string> NoCustomers =>
    [
        "{}", "nonsense", "[]", """{"name":"Carla"}""", """{"name":"Carla","numbers":[]}""", """{"name":"Carla","numbers":[null]}""",
        """{"name":"","numbers":["+12065550199"]}""", """{"name":"  ","numbers":["+12065550199"]}""",
        """{"name":"a\u0000b","numbers":["+12065550199"]}""",
        """{"name":"\u200B\u2060\uFEFF","numbers":["+12065550199"]}""", """{"name":"\u3164","numbers":["+12065550199"]}""",
        $$"""{"name":"{{new string('a', 201)}}","numbers":["+12065550199"]}""",
        $$"""{"name":"{{new string('a', 500)}}","numbers":["+12065550199"]}""",
        """{"name":"Carla","numbers":["boiler"]}""", """{"name":"Carla","numbers":["+1"]}""", """{"name":"Carla","numbers":["555-0199"]}""",
        """{"name":"Carla","numbers":["anonymous"]}""", """{"name":"Carla","numbers":["72975"]}""",
        """{"name":"Carla","numbers":"+12065550199"}""",
        """{"name":"Carla","numbers":["+12065550199"],"email":"carla"}""",
        """{"name":"Carla","numbers":["+12065550199"],"email":"a@b@c"}""",
        $$"""{"name":"Carla","numbers":["+12065550199"],"notes":"{{new string('a', 2_001)}}"}""",
        $$"""{"name":"Carla","numbers":["+12065550199"],"customerId":"carla"}""",
        $$"""{"name":"Carla","numbers":[{{string.Join(',', Enumerable.Range(10, 11).Select(number => $"\"+120655501{number}\""))}}]}""",
    ];

    [Theory]
    [MemberData(nameof(NoCustomers))]
    public async Task A_customer_that_is_not_valid_is_refused_and_not_saved(string body)
    {
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.Http.PostAsync("api/customers", content, Cancellation), 400);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Longest_name_and_most_numbers_are_taken() => await SaveAsync(
        new string('ß', 200), [.. Enumerable.Range(10, 10).Select(number => $"+120655501{number}")]);

    [Fact]
    public async Task List_is_by_name_without_accents_and_case_and_paged()
    {
        string[] names = ["ann", "Ánn Lee", "ANNA", "Bé/a#?\\", "ben", "=cmd", "Ян", "Zoë"];
        foreach (var (place, name) in names.Index().Reverse())
        {
            await SaveAsync(name, $"+1206555010{place}");
        }

        string[] sorted = ["ann", "Ánn Lee", "ANNA", "Bé/a#?\\", "ben", "=cmd", "Ян", "Zoë"];
        Assert.Equal(sorted, await NamesAsync());
        var (paged, cursor) = (new List<string>(), (string?)"");
        for (; cursor is not null;)
        {
            var page = await _inbox.GetAsync($"api/customers?limit=3{(cursor is "" ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page["items"]!.AsArray().Select(customer => (string)customer!["name"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(sorted, paged);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=Y3xhYmM")]
    public async Task List_that_cannot_be_asked_for_is_a_problem(string query) =>
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync($"api/customers?{query}", Cancellation), 400);

    [Theory]
    [InlineData("nobody")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("a|b")]
    public async Task Who_is_not_saved_is_not_found(string id)
    {
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync($"api/customers/{id}", Cancellation), 404);
        await RunningInbox.ProblemAsync(
            await _inbox.Http.PutAsJsonAsync($"api/customers/{id}", new { name = "Carla", numbers = new[] { Number } }, Cancellation), 404);
    }

    [Fact]
    public async Task Unknown_number_of_a_conversation_is_added_as_customer()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var added = await AddAsync(new { name = "Carla" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal([Number], (await RunningInbox.JsonAsync(added))["numbers"]!.AsArray().Select(number => (string)number!));
        await NamedAsync(RunningInbox.ConversationId, "Carla");
        Assert.Equal("numberTaken", await CodeAsync(await AddAsync(new { name = "Dora" }), 409));
    }

    [Fact]
    public async Task Number_of_a_conversation_is_added_to_a_saved_customer()
    {
        var dora = await SaveAsync("Dora", Other);
        await _inbox.CustomerWritesAsync("Hello");
        var added = await AddAsync(new { customerId = (string)dora["id"]! });
        Assert.Equal([Other, Number], (await RunningInbox.JsonAsync(added))["numbers"]!.AsArray().Select(number => (string)number!));
        await NamedAsync(RunningInbox.ConversationId, "Dora");
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(new { customerId = (string)dora["id"]! })).StatusCode);
        Assert.Equal("unknownCustomer", await CodeAsync(await AddAsync(new { customerId = Guid.NewGuid() }), 422));
        await RunningInbox.ProblemAsync(await AddAsync(new { customerId = (string)dora["id"]!, name = "Carla" }), 400);
        await RunningInbox.ProblemAsync(await AddAsync(new { }), 400);
    }

    [Fact]
    public async Task Customer_with_ten_numbers_takes_no_more()
    {
        var dora = await SaveAsync("Dora", [.. Enumerable.Range(10, 10).Select(number => $"+120655501{number}")]);
        await _inbox.CustomerWritesAsync("Hello");
        Assert.Equal("tooManyNumbers", await CodeAsync(await AddAsync(new { customerId = (string)dora["id"]! }), 422));
    }

    [Fact]
    public async Task Other_side_that_is_no_phone_number_cannot_be_saved()
    {
        await _inbox.CustomerWritesAsync("Hello", "ACME");
        var id = (string)(await _inbox.ListAsync())["items"]![0]!["id"]!;
        Assert.Equal("noPhoneNumber", await CodeAsync(await AddAsync(new { name = "Acme" }, id), 422));
        await RunningInbox.ProblemAsync(await AddAsync(new { name = "Nobody" }, "14255550100-12065550155"), 404);
    }

    [Fact]
    public async Task New_message_to_a_saved_customer_begins_the_conversation_with_the_name()
    {
        var carla = await SaveAsync("Carla", Number);
        var messageId = Guid.NewGuid().ToString();
        var begun = await RunningInbox.JsonAsync(
            await BeginAsync(
                new { customerId = (string)carla["id"]!, from = RunningInbox.Dispatch, text = "We are on our way", messageId }));
        Assert.Equal(("Carla", RunningInbox.ConversationId), ((string)begun["customer"]!["name"]!, (string)begun["id"]!));
        Assert.Equal(messageId, (string)begun["item"]!["id"]!);
        await _inbox.DeliveryAsync(messageId, Delivery.Delivered);
        var again = await RunningInbox.JsonAsync(
            await BeginAsync(
                new { customerId = (string)carla["id"]!, from = RunningInbox.Dispatch, text = "We are on our way", messageId }));
        Assert.Equal(messageId, (string)again["item"]!["id"]!);
        Assert.Equal(["We are on our way"], await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task New_message_to_a_customer_of_several_numbers_says_to_which()
    {
        var id = (string)(await SaveAsync("Carla", Number, Other))["id"]!;
        Assert.Equal(
            "unknownNumber", await CodeAsync(await BeginAsync(new { customerId = id, from = RunningInbox.Dispatch, text = "Hello" }), 422));
        Assert.Equal(
            "unknownNumber",
            await CodeAsync(
                await BeginAsync(new { customerId = id, to = "+12065550155", from = RunningInbox.Dispatch, text = "Hello" }), 422));
        var begun = await RunningInbox.JsonAsync(
            await BeginAsync(new { customerId = id, to = Other, from = RunningInbox.Dispatch, text = "Hello" }));
        Assert.Equal(Other, (string)begun["customer"]!["number"]!);
    }

    [Fact]
    public async Task New_message_again_answers_as_the_first_did_when_the_customer_has_lost_the_number()
    {
        var carla = await SaveAsync("Carla", Number, Other);
        var body = new
        {
            customerId = (string)carla["id"]!,
            to = Number,
            from = RunningInbox.Dispatch,
            text = "We are on our way",
            messageId = Guid.NewGuid()
        };
        var first = await RunningInbox.JsonAsync(await BeginAsync(body));
        (await PutAsync(carla, new { name = "Carla", numbers = new[] { Other } })).EnsureSuccessStatusCode();

        var again = await RunningInbox.JsonAsync(await BeginAsync(body));

        Assert.Equal(((string)first["id"]!, (string)first["item"]!["id"]!), ((string)again["id"]!, (string)again["item"]!["id"]!));
        Assert.Equal("unknownNumber", await CodeAsync(await BeginAsync(body with { messageId = Guid.NewGuid() }), 422));
    }

    [Fact]
    public async Task New_message_is_refused_to_the_unknown_and_from_what_is_not_ours()
    {
        var id = (string)(await SaveAsync("Carla", Number))["id"]!;
        Assert.Equal("unknownCustomer",
            await CodeAsync(await BeginAsync(new { customerId = Guid.NewGuid(), from = RunningInbox.Dispatch, text = "Hello" }), 422));
        Assert.Equal(
            "unknownNumber", await CodeAsync(await BeginAsync(new { customerId = id, from = "+14255550177", text = "Hello" }), 422));
        Assert.Equal("unknownNumber", await CodeAsync(await BeginAsync(new { customerId = id, text = "Hello" }), 422));
        await RunningInbox.ProblemAsync(await BeginAsync(new { customerId = id, from = RunningInbox.Dispatch }), 400);
        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task New_message_to_a_customer_who_opted_out_is_refused()
    {
        var id = (string)(await SaveAsync("Carla", Number))["id"]!;
        await _inbox.CustomerWritesAsync("STOP", to: RunningInbox.Service);
        Assert.Equal(
            "optedOut", await CodeAsync(await BeginAsync(new { customerId = id, from = RunningInbox.Dispatch, text = "Hello" }), 422));
    }

    [Fact]
    public async Task What_was_done_is_in_the_audit_log()
    {
        var carla = await SaveAsync("Carla", Number);
        (await PutAsync(carla, new { name = "Carl", numbers = new[] { Number } })).EnsureSuccessStatusCode();
        (await _inbox.Http.GetAsync("api/customers/export", Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(
            ["customersExported", "customerChanged", "customerCreated"],
            (await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Select(entry => (string)entry!["action"]!));
    }

    private Task<HttpResponseMessage> PostAsync(object body) => _inbox.Http.PostAsJsonAsync("api/customers", body, Cancellation);

    private Task<HttpResponseMessage> BeginAsync(object body) => _inbox.Http.PostAsJsonAsync("api/conversations", body, Cancellation);

    private Task<HttpResponseMessage> AddAsync(object body, string id = RunningInbox.ConversationId) =>
        _inbox.Http.PostAsJsonAsync($"api/conversations/{id}/customer", body, Cancellation);

    private async Task<JsonNode> SaveAsync(string name, params string[] numbers) =>
        await RunningInbox.JsonAsync(await PostAsync(new { name, numbers }));

    private async Task<HttpResponseMessage> PutAsync(JsonNode customer, object body, string? etag = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Put, $"api/customers/{customer["id"]}")
        { Content = JsonContent.Create(body) };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await _inbox.Http.SendAsync(request, Cancellation);
    }

    private async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await _inbox.GetAsync("api/customers"))["items"]!.AsArray().Select(customer => (string)customer!["name"]!)];

    private Task<JsonNode> NamedAsync(string id, string name) =>
        RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(id), conversation => (string?)conversation["customer"]!["name"] == name);

    private static async Task<string> CodeAsync(HttpResponseMessage response, int status) =>
        (string)(await RunningInbox.ProblemAsync(response, status))["code"]!;
}
