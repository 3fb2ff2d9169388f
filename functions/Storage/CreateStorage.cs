using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Storage;

/// <summary>Makes tables and containers before the first function runs.</summary>
public static class CreateStorage
{
    /// <summary>
    /// Makes them where <c>Storage:CreateAtStart</c> asks for it: on one's own machine. In Azure the deployment makes them.
    /// </summary>
    public static async Task CreateStorageAsync(this IHost app)
    {
        if (app.Services.GetRequiredService<IConfiguration>().GetValue<bool>("Storage:CreateAtStart"))
        {
            await app.Services.GetRequiredService<StorageTables>().CreateAsync(CancellationToken.None);
        }
    }
}
