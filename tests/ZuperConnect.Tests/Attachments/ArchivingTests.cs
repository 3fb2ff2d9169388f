using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Attachments;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Attachments;

/// <summary>Copies the files of customers' messages from the fake Twilio account, with faults.</summary>
public sealed class ArchivingTests(TestStorage storage) : TwilioTest(storage, new FakeTimeProvider(DateTimeOffset.UtcNow))
{
    private FakeTimeProvider Clock => (FakeTimeProvider)Time!;

    private IBlobContainer Container => _inbox.Services.GetRequiredService<StorageTables>().Attachments;

    [Fact]
    public async Task A_file_that_cannot_be_got_three_times_is_got_later()
    {
        _twilio.Media.Instead.Enqueue(context => FakeTwilio.RefuseAsync(context, 500, 20500, "Internal error"));
        _twilio.Media.Instead.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        _twilio.Media.Instead.Enqueue(BreakOffAsync);

        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);

        await AdvanceUntilAsync("available");
        Assert.Empty(_twilio.Media.Instead);
        Assert.Equal(TestPictures.Jpeg.Content, await ReadAsync());
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Media.Paths), paths => paths.Count is 0);
    }

    [Fact]
    public async Task The_only_copy_is_not_deleted_while_it_cannot_be_got()
    {
        for (var time = 0; time < 500; time++)
        {
            _twilio.Media.Instead.Enqueue(BreakOffAsync);
        }

        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);
        await AdvanceUntilAsync("failed", TimeSpan.FromMinutes(30));

        Assert.Single(_twilio.Media.Paths);
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
        var failed = (await RunningInbox.EventuallyAsync(
            () => _inbox.GetAsync("api/work?state=failed"), work => work["items"]!.AsArray().Count is 1))["items"]![0]!;
        Assert.Equal("archiveAttachment", (string)failed["kind"]!);

        _twilio.Media.Instead.Clear();
        (await _inbox.SendAsync(HttpMethod.Post, $"api/work/{(string)failed["id"]!}/retry", new { })).EnsureSuccessStatusCode();
        await AttachmentAsync("available");
        Assert.Equal(TestPictures.Jpeg.Content, await ReadAsync());
    }

    [Fact]
    public async Task A_host_that_ends_between_copy_and_deletion_deletes_after_its_restart()
    {
        var folder = Storage.NewFolder();
        await _inbox.DisposeAsync();
        _inbox = await TwilioInbox.StartAsync(Storage, _twilio, Time, folder);
        _twilio.Media.Deleting = () => false;
        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);
        await AttachmentAsync("available");
        Assert.Single(_twilio.Media.Paths);

        await _inbox.DisposeAsync();
        _twilio.Media.Deleting = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        _inbox = await TwilioInbox.StartAsync(Storage, _twilio, Time, folder);

        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Media.Paths), paths => paths.Count is 0);
        await _inbox.NoWorkIsLeftAsync();
        Assert.Equal(TestPictures.Jpeg.Content, await ReadAsync());
        Assert.Equal(1, _twilio.Requests.Where(request => request.Key.StartsWith("GET Messages/", StringComparison.Ordinal))
            .Sum(request => request.Value));
    }

    [Fact]
    public async Task Pictures_of_a_message_whose_webhook_was_lost_come_with_the_comparison()
    {
        _twilio.Webhooks.AreLost = true;
        await _twilio.TextAsync("", pictures: [TestPictures.Jpeg, TestPictures.Png]);
        _twilio.Webhooks.AreLost = false;

        await _inbox.CompareAsync();
        await _twilio.BringAsync(Assert.Single(_twilio.Messages));
        Assert.Equal(0, await _inbox.CompareAsync());

        var attachments = (await RunningInbox.EventuallyAsync(MessageAsync, message => message["attachments"]!.AsArray()
            .All(one => (string)one!["state"]! == "available")))["attachments"]!.AsArray();
        Assert.Equal(["image/jpeg", "image/png"], attachments.Select(one => (string)one!["contentType"]!));
        Assert.Equal(2, await Container.ListAsync(null, Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://inbox.example/api/me")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/../Keys.json")]
    [InlineData("https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json")]
    public async Task An_address_that_is_not_of_media_is_no_attachment_and_the_text_tells_of_it(string address)
    {
        await _twilio.TextAsync("Look", moreFields: Fields(address));

        var message = await MessageAsync();
        Assert.Empty(message["attachments"]!.AsArray());
        Assert.Equal("Look\n[A picture or file that is not shown here]", (string)message["text"]!);
        AssertNothingIsRequested();
    }

    [Fact]
    public async Task The_media_of_another_account_are_never_requested()
    {
        await _twilio.TextAsync("Look", moreFields: Fields(
            "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000009/"
            + "Messages/MM00000000000000000000000000000001/Media/ME00000000000000000000000000000001"));

        await AttachmentAsync("failed");
        AssertNothingIsRequested();
    }

    [Fact]
    public async Task A_media_address_on_another_host_is_requested_from_the_account_alone()
    {
        var fields = _twilio.Media.Add("MM00000000000000000000000000000001", [TestPictures.Png]);
        var elsewhere = new Dictionary<string, string>(fields)
        {
            ["MediaUrl0"] = fields["MediaUrl0"].Replace("api.twilio.com", "evil.example", StringComparison.Ordinal),
        };

        await _twilio.TextAsync("Look", moreFields: elsewhere);

        await AttachmentAsync("available");
        Assert.Equal(TestPictures.Png.Content, await ReadAsync());
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_given_up_and_stays_at_the_provider()
    {
        await _twilio.TextAsync("Look", pictures: TestPictures.Large(AttachmentArchive.MaxLength + 1));

        await AttachmentAsync("failed");
        Assert.Single(_twilio.Media.Paths);
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_without_an_end_is_not_read_beyond_the_limit()
    {
        _twilio.Media.Instead.Enqueue(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1024 * 1024]);
            }
        });

        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);

        await AttachmentAsync("failed");
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_page_in_place_of_a_picture_is_no_picture_and_the_picture_is_got_later()
    {
        _twilio.Media.Instead.Enqueue(context =>
        {
            context.Response.ContentType = "image/jpeg";
            return context.Response.WriteAsync("<html><script>alert(1)</script></html>");
        });

        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);

        await AdvanceUntilAsync("available");
        Assert.Equal(TestPictures.Jpeg.Content, await ReadAsync());
    }

    [Fact]
    public async Task The_type_of_a_picture_is_that_of_its_content()
    {
        await _twilio.TextAsync("Look", pictures: TestPictures.Png with { ContentType = "application/octet-stream" });

        Assert.Equal("image/png", (string)(await AttachmentAsync("available"))["contentType"]!);
    }

    [Fact]
    public async Task Erasing_a_conversation_erases_its_pictures()
    {
        await _twilio.TextAsync("Look", pictures: TestPictures.Jpeg);
        await AttachmentAsync("available");
        Clock.Advance(TimeSpan.FromSeconds(1));

        await EraseAsync();

        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await _inbox.RowsAsync() is var rows ? rows.Where(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal)) : []);
    }

    [Fact]
    public async Task Erasing_a_conversation_erases_pictures_that_are_still_at_the_provider()
    {
        for (var time = 0; time < 500; time++)
        {
            _twilio.Media.Instead.Enqueue(BreakOffAsync);
        }

        await _twilio.TextAsync("Look", pictures: [TestPictures.Jpeg, TestPictures.Contact]);
        await AttachmentAsync("pending");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var refusals = 2;
        _twilio.Media.Deleting = () => Interlocked.Decrement(ref refusals) < 0;

        await EraseAsync();

        Assert.Empty(_twilio.Media.Paths);
        Assert.Empty(await Container.ListAsync(null, Cancellation).ToListAsync(Cancellation));
    }

    private static Dictionary<string, string> Fields(string address) => new()
    {
        ["NumMedia"] = "1",
        ["MediaUrl0"] = address,
        ["MediaContentType0"] = "image/png",
    };

    /// <summary>The reconcilers ask for lists. Nothing else was requested.</summary>
    private void AssertNothingIsRequested() => Assert.All(
        _twilio.Requests.Keys, request => Assert.Matches("^GET (Messages|Calls|Recordings|IncomingPhoneNumbers)[.]json$", request));

    private async Task EraseAsync()
    {
        var response = await _inbox.Http.DeleteAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative), Cancellation);
        response.EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(20));
                await Task.Delay(20, Cancellation);
                return (await _inbox.RowsAsync()).Any(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal));
            },
            isBusy => !isBusy);
    }

    private async Task<JsonNode> MessageAsync() => Assert.Single(await _inbox.TimelineAsync());

    private async Task<JsonNode> AttachmentAsync(string state) => (await RunningInbox.EventuallyAsync(
        MessageAsync, message => (string)message["attachments"]![0]!["state"]! == state))["attachments"]![0]!;

    private Task AdvanceUntilAsync(string state, TimeSpan? step = null) => RunningInbox.EventuallyAsync(
        async () =>
        {
            Clock.Advance(step ?? TimeSpan.FromSeconds(5));
            await Task.Delay(20, Cancellation);
            await _inbox.SignInAgainAsync();
            return await MessageAsync();
        },
        message => (string)message["attachments"]![0]!["state"]! == state);

    private async Task<byte[]> ReadAsync()
    {
        var id = (string)(await MessageAsync())["attachments"]![0]!["id"]!;
        return await _inbox.Http.GetByteArrayAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}/attachments/{id}", UriKind.Relative), Cancellation);
    }

    /// <summary>Sends less than it announces.</summary>
    private static async Task BreakOffAsync(HttpContext context)
    {
        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync(TestPictures.Jpeg.Content);
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
