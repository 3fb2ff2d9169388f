using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Storage;

/// <summary>Creates tables and containers before the first function runs.</summary>
public static class CreateStorage
{
    /// <summary>Creates them if <c>Storage:CreateAtStart</c> is set, for local runs. In Azure the deployment creates them.</summary>
    public static async Task CreateStorageAsync(this IHost app)
    {
        if (app.Services.GetRequiredService<IConfiguration>().GetValue<bool>("Storage:CreateAtStart"))
        {
            await app.Services.GetRequiredService<StorageTables>().CreateAsync(CancellationToken.None);
        }
    }
}
