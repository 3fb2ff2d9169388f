using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.AzureStorage;

namespace ZuperConnect.Storage.Tests.Azure;

/// <summary>The storage that settings configure.</summary>
public sealed class AzureStorageRegistrationTests(AzuriteStores stores)
{
    private const string DeadLetters = "Storage:DeadLetters";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_and_blobs_are_in_the_accounts_of_the_settings()
    {
        var account = stores.NewConnectionString();
        await using var host = Host(new() { [AzureStorageRegistration.Tables] = account, [AzureStorageRegistration.Blobs] = account });
        var storage = host.GetRequiredService<IStorage>();
        await storage.GetTable("Rows").CreateIfNotExistsAsync(Cancellation);
        await storage.GetTable("Rows").InsertAsync(new("p", "r"), Cancellation);
        await storage.GetContainer("files").CreateIfNotExistsAsync(Cancellation);
        Assert.NotNull(await storage.GetTable("Rows").FindAsync("p", "r", Cancellation));
        Assert.Null(await storage.GetContainer("files").FindAsync("name", Cancellation));
        Assert.Null(host.GetKeyedService<IBlobContainer>("deadletters"));
    }

    [Fact]
    public async Task A_container_may_be_in_another_account()
    {
        var (account, other) = (stores.NewConnectionString(), stores.NewConnectionString());
        await using var host = Host(
            new() { [AzureStorageRegistration.Tables] = account, [AzureStorageRegistration.Blobs] = account, [DeadLetters] = other });
        var container = host.GetRequiredKeyedService<IBlobContainer>("deadletters");
        var same = host.GetRequiredService<IStorage>().GetContainer("deadletters");
        await container.CreateIfNotExistsAsync(Cancellation);
        await same.CreateIfNotExistsAsync(Cancellation);
        await container.UploadAsync("name", new byte[1], new(), BlobCondition.Missing, Cancellation);
        Assert.NotNull(await container.FindAsync("name", Cancellation));
        Assert.Null(await same.FindAsync("name", Cancellation));
    }

    private static ServiceProvider Host(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddAzureStorage(configuration)
            .AddAzureBlobContainer(configuration.GetSection(DeadLetters), "deadletters")
            .BuildServiceProvider();
    }
}
