using Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Functions.Storage;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Functions.Tests.Storage;

public class CreateStorageTests(TestAzurite azurite)
{
    [Fact]
    public async Task Tables_are_made_at_the_start_where_the_setting_asks_for_it()
    {
        using var app = App(createAtStart: true);

        await app.CreateStorageAsync();

        Assert.Empty(await app.Services.GetRequiredService<NumberStore>().AllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_tables_of_the_provider_are_made_too()
    {
        using var app = App(createAtStart: true, new ProviderTable("OfTheProvider"));

        await app.CreateStorageAsync();

        Assert.Null(await app.Services.GetRequiredService<IStorage>().GetTable("OfTheProvider")
            .FindAsync("none", "none", CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_made_where_the_deployment_does_it()
    {
        using var app = App(createAtStart: false);

        await app.CreateStorageAsync();

        await Assert.ThrowsAsync<RequestFailedException>(
            async () => await app.Services.GetRequiredService<NumberStore>().AllAsync(CancellationToken.None));
    }

    private IHost App(bool createAtStart, params IEnumerable<ProviderTable> ofProvider)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var account = azurite.NewConnectionString();
        builder.Configuration.AddInMemoryCollection(
            [new("Storage:Tables", account), new("Storage:Blobs", account), new("Storage:CreateAtStart", createAtStart.ToString())]);
        builder.Services.AddStorage(builder.Configuration).AddInbox(builder.Configuration);
        foreach (var table in ofProvider)
        {
            builder.Services.AddSingleton(table);
        }

        return builder.Build();
    }
}
