using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using ZuperConnect.AzureStorage;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

public sealed class StorageHangsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Storage_that_takes_requests_and_never_answers_is_away(int retries)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var connection = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;" +
            $"TableEndpoint=http://{silent.LocalEndpoint}/a;";
        var tables = new TableServiceClient(connection, new TableClientOptions
        {
            Retry = { MaxRetries = retries, Delay = TimeSpan.Zero, NetworkTimeout = TimeSpan.FromMilliseconds(200) },
        });

        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => new AzureTable(tables.GetTableClient("Inbox")).FindAsync("a", "b", TestContext.Current.CancellationToken));
    }
}
