using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;

namespace ZuperConnect.Storage.Tests.Azure;

/// <summary>The number of requests, because each is billed.</summary>
public sealed class AzureRequests(AzuriteStores stores) : IAsyncLifetime
{
    private readonly RequestCount _requests = new();
    private ITable _table = null!;
    private IBlobContainer _container = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var account = stores.NewConnectionString();
        var (tables, blobs) = (new TableClientOptions(), new BlobClientOptions());
        tables.AddPolicy(_requests, HttpPipelinePosition.PerCall);
        blobs.AddPolicy(_requests, HttpPipelinePosition.PerCall);
        var storage = new AzureStorageAccount(new TableServiceClient(account, tables), new BlobServiceClient(account, blobs));
        _table = storage.GetTable("Rows");
        _container = storage.GetContainer("files");
        await _table.CreateIfNotExistsAsync(Cancellation);
        await _container.CreateIfNotExistsAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_change_is_one_request_and_so_are_many_together()
    {
        await AssertRequestsAsync(["POST"], () => _table.InsertAsync(new("p", "1"), Cancellation));
        await AssertRequestsAsync(["PUT"], () => _table.UpsertAsync(new("p", "2"), Cancellation));
        await AssertRequestsAsync(["PUT"], () => _table.ReplaceAsync(new("p", "2"), ETag.Any, Cancellation));
        await AssertRequestsAsync(["DELETE"], () => _table.DeleteAsync("p", "2", ETag.Any, Cancellation));
        await AssertRequestsAsync(
            ["POST"], () => _table.SubmitAsync(
                [.. Enumerable.Range(10, 50).Select(row => new RowChange.Insert(new("p", $"{row}")))], Cancellation));
        await AssertRequestsAsync(["GET"], () => _table.FindAsync("p", "1", Cancellation));
    }

    [Fact]
    public async Task A_page_is_one_request()
    {
        await _table.SubmitAsync([.. Enumerable.Range(10, 50).Select(row => new RowChange.Insert(new("p", $"{row}")))], Cancellation);
        await AssertRequestsAsync(
            ["GET"], async () => await _table.QueryAsync(RowQuery.All.InPagesOf(20), Cancellation).Take(20).ToListAsync(Cancellation));
        await AssertRequestsAsync(
            ["GET", "GET", "GET"], async () => await _table.QueryAsync(RowQuery.All.InPagesOf(20), Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_small_blob_is_one_request()
    {
        await AssertRequestsAsync(
            ["PUT"], () => _container.UploadAsync("put", new byte[5_000_000], new(), BlobCondition.Missing, Cancellation));
        await AssertRequestsAsync(["GET"], () => _container.DownloadAsync("put", Cancellation));
        await AssertRequestsAsync(
            ["PUT"], () => _container.UploadAsync("stream", new MemoryStream(new byte[1_000]), new(), BlobCondition.None, Cancellation));
        await AssertRequestsAsync(
            ["PUT", "PUT", "PUT"], () => _container.UploadAsync(
                "stream", new MemoryStream(new byte[2_000_000]), new(), BlobCondition.None, Cancellation));
    }

    private async Task AssertRequestsAsync(string[] methods, Func<Task> request)
    {
        _requests.Methods.Clear();
        await request();
        Assert.Equal(methods, _requests.Methods);
    }

    /// <summary>Records the methods of requests.</summary>
    private sealed class RequestCount : HttpPipelineSynchronousPolicy
    {
        public List<string> Methods { get; } = [];

        public override void OnSendingRequest(HttpMessage message) => Methods.Add(message.Request.Method.Method);
    }
}
