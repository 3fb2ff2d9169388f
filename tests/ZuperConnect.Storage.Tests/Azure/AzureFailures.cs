using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;

namespace ZuperConnect.Storage.Tests.Azure;

/// <summary>The translation of the service's errors.</summary>
public sealed class AzureFailures
{
    private static readonly Uri Nowhere = new("http://storage.invalid/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "EntityTooLarge")]
    [InlineData(400, "InvalidInput")]
    [InlineData(400, "KeyValueTooLarge")]
    [InlineData(400, "OutOfRangeInput")]
    [InlineData(400, "PropertyValueTooLarge")]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(400, "TooManyProperties")]
    public async Task What_the_service_can_never_hold_is_beyond_a_limit(int status, string code) =>
        await Assert.ThrowsAsync<StorageLimitException>(() => Table(_ => Answer(status, code)).InsertAsync(new("p", "r"), Cancellation));

    [Theory]
    [InlineData(409, "EntityAlreadyExists", Conflict.Exists)]
    [InlineData(404, "ResourceNotFound", Conflict.Missing)]
    [InlineData(404, "EntityNotFound", Conflict.Missing)]
    [InlineData(412, "UpdateConditionNotSatisfied", Conflict.Changed)]
    [InlineData(412, "ConditionNotMet", Conflict.Changed)]
    public async Task A_failed_condition_of_a_change_is_a_conflict(int status, string code, Conflict kind)
    {
        var table = Table(_ => Answer(status, code));
        Assert.Equal(
            kind, (await Assert.ThrowsAsync<ConflictException>(() => table.ReplaceAsync(new("p", "r"), ETag.Any, Cancellation))).Kind);
        Assert.Equal(kind, (await Assert.ThrowsAsync<ConflictException>(
            () => table.SubmitAsync([new RowChange.Upsert(new("p", "r")), new RowChange.Upsert(new("p", "s"))], Cancellation))).Kind);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_service_that_has_too_much_to_do_is_away(int status)
    {
        var (table, container) = (Table(_ => Answer(status, "ServerBusy")), Container(_ => BlobAnswer(status, "ServerBusy")));
        await AssertAwayAsync(table, container);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_away() =>
        await AssertAwayAsync(
            Table(_ => throw new HttpRequestException("No route.")), Container(_ => throw new HttpRequestException("No route.")));

    [Fact]
    public async Task A_service_whose_answer_breaks_off_is_away() =>
        await AssertAwayAsync(Table(_ => throw new IOException("Broken.")), Container(_ => throw new IOException("Broken.")));

    [Fact]
    public async Task A_service_that_never_answers_is_away() =>
        await AssertAwayAsync(Table(_ => throw new TaskCanceledException()), Container(_ => throw new TaskCanceledException()));

    [Fact]
    public async Task What_the_caller_cancels_while_the_service_does_not_answer_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var table = Table(_ =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.FindAsync("p", "r", cancelled.Token));
    }

    [Theory]
    [InlineData(403, "AuthorizationFailure")]
    [InlineData(404, "TableNotFound")]
    public async Task A_failure_that_is_no_conflict_is_thrown_as_it_is(int status, string code)
    {
        var table = Table(_ => Answer(status, code));
        Assert.Equal(
            code, (await Assert.ThrowsAsync<RequestFailedException>(() => table.InsertAsync(new("p", "r"), Cancellation))).ErrorCode);
        Assert.Equal(code, (await Assert.ThrowsAsync<RequestFailedException>(
            () => table.SubmitAsync([new RowChange.Delete("p", "r", ETag.Any)], Cancellation))).ErrorCode);
        await Assert.ThrowsAsync<RequestFailedException>(
            async () => await table.QueryAsync(RowQuery.All, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_container_that_is_missing_is_no_missing_blob()
    {
        var container = Container(_ => BlobAnswer(404, "ContainerNotFound"));
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => container.FindAsync("name", Cancellation));
        Assert.Equal("ContainerNotFound", missing.ErrorCode);
    }

    [Fact]
    public async Task A_tag_of_nothing_is_no_condition()
    {
        var (table, container) = (Table(_ => Answer(204, "")), Container(_ => Answer(201, "")));
        await Assert.ThrowsAsync<ArgumentException>(() => table.ReplaceAsync(new("p", "r"), default, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => container.DeleteAsync("name", default, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => container.UploadAsync("name", new byte[1], new(), BlobCondition.Unchanged(default), Cancellation));
    }

    private static async Task AssertAwayAsync(ITable table, IBlobContainer container)
    {
        Func<Task>[] requests =
        [
            () => table.FindAsync("p", "r", Cancellation),
            () => table.InsertAsync(new("p", "r"), Cancellation),
            () => table.SubmitAsync([new RowChange.Upsert(new("p", "r")), new RowChange.Upsert(new("p", "s"))], Cancellation),
            () => table.SubmitAsync([new RowChange.Delete("p", "r", ETag.Any)], Cancellation),
            async () => await table.QueryAsync(RowQuery.All, Cancellation).ToListAsync(Cancellation),
            () => table.CreateIfNotExistsAsync(Cancellation),
            () => container.FindAsync("name", Cancellation),
            () => container.DownloadAsync("name", Cancellation),
            () => container.OpenReadAsync("name", 0, Cancellation),
            async () => await container.ListAsync(null, Cancellation).ToListAsync(Cancellation),
            () => container.UploadAsync("name", new byte[1], new(), BlobCondition.Missing, Cancellation),
            () => container.SetMetadataAsync("name", new Dictionary<string, string>(), ETag.Any, Cancellation),
            () => container.DeleteAsync("name", ETag.Any, Cancellation),
            () => container.CreateIfNotExistsAsync(Cancellation),
        ];
        foreach (var request in requests)
        {
            Assert.NotNull((await Assert.ThrowsAsync<StorageUnavailableException>(request)).InnerException);
        }
    }

    private static AzureTable Table(Func<HttpRequestMessage, HttpResponseMessage> respond) =>
        new(new(Nowhere, "Rows", new TableSharedKeyCredential("account", "a2V5"), WithoutRetries(new TableClientOptions(), respond)));

    private static AzureBlobContainer Container(Func<HttpRequestMessage, HttpResponseMessage> respond) =>
        new(new BlobContainerClient(new Uri(Nowhere, "files"), WithoutRetries(new BlobClientOptions(), respond)));

    private static T WithoutRetries<T>(T options, Func<HttpRequestMessage, HttpResponseMessage> respond)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Transport = new HttpClientTransport(new Service(respond));
        return options;
    }

    private static HttpResponseMessage Answer(int status, string code)
    {
        var error = $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"0:It is so."}}}""";
        return new((HttpStatusCode)status)
        {
            Content = new StringContent(error, null, "application/json"),
            Headers = { { "x-ms-error-code", code } },
        };
    }

    private static HttpResponseMessage BlobAnswer(int status, string code) => new((HttpStatusCode)status)
    {
        Content = new StringContent($"<Error><Code>{code}</Code><Message>It is so.</Message></Error>", null, "application/xml"),
        Headers = { { "x-ms-error-code", code } },
    };

    /// <summary>Responds as a test wants.</summary>
    private sealed class Service(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.Run(
            () => respond(request), CancellationToken.None);
    }
}
