using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Attachments;
using ZuperConnect.Local.Phone;
using ZuperConnect.Maintenance;
using ZuperConnect.Messages;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Attachments;

public sealed class AttachmentsApiTests(TestStorage storage) : IAsyncLifetime
{
    private const string Conversation = $"api/conversations/{RunningInbox.ConversationId}";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task A_picture_is_displayed_and_nothing_in_it_runs()
    {
        using var response = await GetAsync(await ReceivedAsync(TestPictures.Png));

        Assert.Equal("image/png", response.Content.Headers.ContentType!.ToString());
        Assert.Null(response.Content.Headers.ContentDisposition);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["default-src 'none'; sandbox"], response.Headers.GetValues("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("text/html", "<script>alert(1)</script>")]
    [InlineData("application/pdf", "%PDF-1.7")]
    [InlineData("image/heic", "heic")]
    [InlineData("IMAGE/SVG+XML; charset=utf-8", "<svg/>")]
    public async Task Anything_else_than_a_picture_is_a_download(string type, string content)
    {
        using var response = await GetAsync(await ReceivedAsync(new(type, System.Text.Encoding.UTF8.GetBytes(content))));

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_picture_is_a_download_if_that_is_asked_for()
    {
        using var response = await GetAsync($"{await ReceivedAsync(TestPictures.Jpeg)}?download=true");

        Assert.Equal("picture.jpg", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("invalid", (string)(await RunningInbox.ProblemAsync(
            await GetAsync($"{await ReceivedAsync(TestPictures.Jpeg)}?download=maybe"), 400))["code"]!);
    }

    [Fact]
    public async Task A_part_can_be_read_and_what_did_not_change_is_not_sent_again()
    {
        var address = await ReceivedAsync(TestPictures.Jpeg);
        using var whole = await GetAsync(address);

        using var part = await GetAsync(address, request => request.Headers.Range = new RangeHeaderValue(2, 4));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(TestPictures.Jpeg.Content[2..5], await part.Content.ReadAsByteArrayAsync(Cancellation));
        using var beyond = await GetAsync(address, request => request.Headers.Range = new RangeHeaderValue(500, 600));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var same = await GetAsync(address, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task An_image_on_a_page_needs_a_ticket_of_its_own_for_five_minutes()
    {
        var (one, other) = (await ReceivedAsync(TestPictures.Jpeg), await ReceivedAsync(TestPictures.Png));
        var ticket = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, $"{one}/tickets", new { }));
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        var secret = ((string)ticket["url"]!).Split('=')[^1];

        Assert.Equal(TestPictures.Jpeg.Content, await anyone.GetByteArrayAsync((string)ticket["url"]!, Cancellation));
        foreach (var wrong in new[]
        {
            $"{other}?ticket={secret}", $"{one}?ticket=x", $"{one}?ticket=", $"api/media?ticket={secret}", "api/media", one,
        })
        {
            using var refused = await anyone.GetAsync(wrong, Cancellation);
            Assert.True(refused.StatusCode is HttpStatusCode.Unauthorized, wrong);
        }

        _time.Advance(FileAccessTokens.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.GetAsync((string)ticket["url"]!, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData($"{Conversation}/attachments/unknown")]
    [InlineData($"{Conversation}/attachments/..%2Fuploads%2Fx")]
    [InlineData("api/conversations/nonsense/attachments/unknown")]
    public async Task What_there_is_not_is_not_found(string address) => await RunningInbox.ProblemAsync(await GetAsync(address), 404);

    [Fact]
    public async Task The_address_for_the_provider_is_a_secret_that_expires()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var id = (string)(await _inbox.UploadAsync(TestPictures.Jpeg))["id"]!;
        await RunningInbox.JsonAsync(await SendAsync("Look", id));
        var links = _inbox.Services.GetRequiredService<AttachmentLinks>();
        Assert.True(ZuperConnect.Conversations.ConversationId.TryParse(RunningInbox.ConversationId, out var conversation));
        var path = Assert.Single(await links.CreateAsync(
            conversation, [new(id, "image/jpeg", "", ZuperConnect.Conversations.AttachmentState.Available)], Cancellation));
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };

        Assert.DoesNotContain("0199", path, StringComparison.Ordinal);
        Assert.Equal(TestPictures.Jpeg.Content, await anyone.GetByteArrayAsync(path, Cancellation));
        using var asUser = await anyone.GetAsync($"{Conversation}/attachments/{id}?ticket={path.Split('=')[^1]}", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, asUser.StatusCode);

        _time.Advance(FileAccessTokens.ProviderLifetime + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.GetAsync(path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_picture_is_uploaded_with_a_name()
    {
        var uploaded = await _inbox.UploadAsync(TestPictures.Png, "Plan für Küche.png");

        Assert.Equal(("image/png", "Plan für Küche.png", TestPictures.Png.Content.Length, "available"),
            ((string)uploaded["contentType"]!, (string)uploaded["name"]!, (int)uploaded["size"]!, (string)uploaded["state"]!));
    }

    [Theory]
    [InlineData("image/svg+xml")]
    [InlineData("image/webp")]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData("image/gif; charset=utf-8")]
    public async Task An_upload_that_is_no_picture_of_its_type_is_refused(string type) => Assert.Equal(
        "noPicture", (string)(await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Post, "api/attachments", (TestPictures.Jpeg with { ContentType = type }).ToHttp()),
            415))["code"]!);

    [Fact]
    public async Task An_upload_has_at_most_five_megabytes()
    {
        await _inbox.UploadAsync(TestPictures.Large(AttachmentUploads.MaxLength));

        Assert.Equal("tooLarge", (string)(await RunningInbox.ProblemAsync(await _inbox.SendAsync(
            HttpMethod.Post, "api/attachments", TestPictures.Large(AttachmentUploads.MaxLength + 1).ToHttp()), 413))["code"]!);
    }

    [Fact]
    public async Task The_pictures_of_a_message_have_at_most_five_megabytes_together()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var half = TestPictures.Large((AttachmentUploads.MaxLength / 2) + 1);
        var (one, other) = ((string)(await _inbox.UploadAsync(half))["id"]!, (string)(await _inbox.UploadAsync(half))["id"]!);

        Assert.Equal("picturesTooLarge", (string)(await RunningInbox.ProblemAsync(await SendAsync("Look", one, other), 413))["code"]!);

        await RunningInbox.JsonAsync(await SendAsync("Look", one));
    }

    [Fact]
    public async Task A_message_needs_a_text_or_a_picture_and_at_most_ten()
    {
        await _inbox.CustomerWritesAsync("Hello");

        await RunningInbox.ProblemAsync(await SendAsync(null), 400);
        await RunningInbox.ProblemAsync(await SendAsync("  "), 400);
        await RunningInbox.ProblemAsync(await SendAsync("Look", "nonsense"), 400);
        await RunningInbox.ProblemAsync(
            await SendAsync("Look", [.. Enumerable.Range(0, 11).Select(_ => Guid.NewGuid().ToString())]), 400);
    }

    [Fact]
    public async Task Only_the_users_own_pictures_that_are_in_no_other_message_can_be_sent()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var id = (string)(await _inbox.UploadAsync(TestPictures.Jpeg))["id"]!;
        var ana = _inbox.Http.DefaultRequestHeaders.Authorization;

        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        await RefusedAsync(id);
        _inbox.Http.DefaultRequestHeaders.Authorization = ana;
        await RefusedAsync(Guid.NewGuid().ToString());
        await RunningInbox.JsonAsync(await SendAsync("Look", id));
        await RefusedAsync(id);

        async Task RefusedAsync(string attachment) => Assert.Equal(
            "unknownAttachment", (string)(await RunningInbox.ProblemAsync(await SendAsync("Look", attachment), 422))["code"]!);
    }

    [Fact]
    public async Task An_upload_is_deleted_after_a_day_and_a_sent_picture_stays()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var sent = (string)(await _inbox.UploadAsync(TestPictures.Jpeg))["id"]!;
        var unsent = (string)(await _inbox.UploadAsync(TestPictures.Png))["id"]!;
        await RunningInbox.JsonAsync(await SendAsync("Look", sent));

        _time.Advance(AttachmentUploads.Retention - TimeSpan.FromMinutes(1));
        await CleanAsync();
        Assert.Equal(3, (await BlobsAsync()).Count);
        _time.Advance(TimeSpan.FromMinutes(2));
        await CleanAsync();

        Assert.Equal([$"{RunningInbox.ConversationId}/{sent}"], await BlobsAsync());
        Assert.Equal("unknownAttachment", (string)(await RunningInbox.ProblemAsync(await SendAsync("Look", unsent), 422))["code"]!);
    }

    [Fact]
    public async Task A_copy_for_a_message_that_was_never_sent_is_deleted_with_its_upload()
    {
        var id = (string)(await _inbox.UploadAsync(TestPictures.Jpeg))["id"]!;
        Assert.True(ZuperConnect.Conversations.ConversationId.TryParse(RunningInbox.ConversationId, out var conversation));
        var uploads = _inbox.Services.GetRequiredService<AttachmentUploads>();
        var message = Guid.NewGuid().ToString();

        // The process ends after this.
        Assert.True(await uploads.TryAttachAsync(
            (await uploads.FindAsync([id], "ana", conversation, message, Cancellation))!, "ana", conversation, message, Cancellation));
        Assert.Equal(2, (await BlobsAsync()).Count);
        _time.Advance(AttachmentUploads.Retention + TimeSpan.FromMinutes(1));
        await CleanAsync();

        Assert.Empty(await BlobsAsync());
    }

    [Fact]
    public async Task A_repeated_message_has_the_same_answer_even_after_its_uploads_are_deleted()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var (id, messageId) = ((string)(await _inbox.UploadAsync(TestPictures.Jpeg))["id"]!, Guid.NewGuid().ToString());
        var body = new { messageId, attachmentIds = new[] { id } };
        await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, $"{Conversation}/messages", body));
        _time.Advance(AttachmentUploads.Retention + TimeSpan.FromMinutes(1));
        await CleanAsync();

        var again = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, $"{Conversation}/messages", body));

        Assert.Equal(id, (string)again["item"]!["attachments"]![0]!["id"]!);
        Assert.Equal(2, (await _inbox.TimelineAsync()).Count);
    }

    [Fact]
    public async Task The_page_learns_whether_pictures_can_be_sent() =>
        Assert.True((bool)(await _inbox.GetAsync("api/me"))["canSendPictures"]!);

    [Fact]
    public async Task A_provider_that_sends_texts_alone_refuses_pictures()
    {
        await using var texts = await RunningInbox.StartAsync(
            storage, builder => builder.Services.AddSingleton(ProviderCapabilities.TextsOnly));
        await texts.CustomerWritesAsync("Hello");

        Assert.False((bool)(await texts.GetAsync("api/me"))["canSendPictures"]!);
        foreach (var response in new[]
        {
            await texts.SendAsync(HttpMethod.Post, "api/attachments", TestPictures.Jpeg.ToHttp()),
            await texts.SendAsync(
                HttpMethod.Post, $"{Conversation}/messages", new { text = "Look", attachmentIds = new[] { Guid.NewGuid() } }),
        })
        {
            Assert.Equal("cannotSendPictures", (string)(await RunningInbox.ProblemAsync(response, 422))["code"]!);
        }

        await RunningInbox.JsonAsync(await texts.ReplyAsync("A text"));
    }

    /// <summary>The customer sends a file.</summary>
    /// <returns>Its address.</returns>
    private async Task<string> ReceivedAsync(FakePicture picture)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(PhoneNumber.TryParse(RunningInbox.Customer, out var from));
        Assert.True(PhoneNumber.TryParse(RunningInbox.Dispatch, out var to));
        await _inbox.Services.GetRequiredService<SimulatedMms>()
            .SendAsync(from, to, "", [new(picture.ContentType, picture.Content)], Cancellation);
        var newest = await RunningInbox.EventuallyAsync(
            async () => (await _inbox.TimelineAsync())[0]["attachments"]![0]!, one => (string)one["state"]! == "available");
        return $"{Conversation}/attachments/{(string)newest["id"]!}";
    }

    private async Task<HttpResponseMessage> GetAsync(string address, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        change?.Invoke(request);
        return await _inbox.Http.SendAsync(request, Cancellation);
    }

    private Task<HttpResponseMessage> SendAsync(string? text, params string[] attachmentIds) => _inbox.SendAsync(
        HttpMethod.Post, $"{Conversation}/messages", new { text, messageId = Guid.NewGuid(), attachmentIds });

    /// <summary>Runs what runs once a day.</summary>
    private async Task CleanAsync()
    {
        await _inbox.Services.GetRequiredService<DailyMaintenance>().RunAsync(Cancellation);
        await _inbox.SignInAgainAsync();
    }

    private async Task<IReadOnlyList<string>> BlobsAsync() => await _inbox.Services.GetRequiredService<StorageTables>().Attachments
        .ListAsync(null, Cancellation).Select(blob => blob.Name).ToListAsync(Cancellation);
}
