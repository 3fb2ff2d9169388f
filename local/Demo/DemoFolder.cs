using ZuperConnect.CallControl;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Phone;
using ZuperConnect.Messages;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Demo;

/// <summary>
/// Fills an empty data folder with the demo. A folder with the demo is left unchanged; one with other data is refused, so that the demo
/// does not mix with real data.
/// </summary>
internal static class DemoFolder
{
    /// <summary>The file that marks a folder as the demo's, and whether the demo is complete.</summary>
    public const string NoteName = DataFolder.DemoName;

    private const string Unfinished = "unfinished";

    /// <summary>Creates the demo in a folder unless it is there.</summary>
    /// <exception cref="LocalStartException">The folder has other data.</exception>
    public static async Task EnsureAsync(DataFolder folder, CancellationToken cancellation)
    {
        var path = folder.In(NoteName);
        var note = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation) : null;
        if (note is Unfinished)
        {
            await folder.EmptyAsync(cancellation);
        }
        else if (note is not null)
        {
            return;
        }
        else if (folder.HasDatabase || folder.HasAzurite)
        {
            throw new LocalStartException(
                $"The data in {folder.Path} is not the demo's. Nothing was changed. Leave --data out, or choose an empty folder with it. "
                + "--fresh would empty this one.");
        }

        PrivateFile.Write(path, Unfinished);
        await FillAsync(folder, DateTimeOffset.Now, cancellation);
        PrivateFile.Write(path, $"{DateTimeOffset.Now:O}");
    }

    /// <summary>Plays the week up to a time.</summary>
    private static async Task FillAsync(DataFolder folder, DateTimeOffset now, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(_ => { });

        // If the process ends meanwhile, the marker file says so, and the demo is created again. So writes need not wait for the disk.
        await using var storage = await OpenStorage.OpenAsync(new StorageName.Database(), folder, durable: false, logging, cancellation);
        var services = new ServiceCollection();
        storage.AddTo(services);
        services.AddSingleton(logging);
        services.AddLogging();
        services.AddSingleton(new DemoClock(now));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DemoClock>());
        services.AddSingleton(new EventGridDeadLetters(null));
        services.AddInbox(new ConfigurationBuilder().Build());
        services.AddSingleton(CustomerPhones.Table);
        services.AddSingleton<CustomerPhones>();
        services.AddSingleton<DemoProvider>();
        services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<DemoProvider>());
        services.AddSingleton<ICallGateway>(provider => provider.GetRequiredService<DemoProvider>());
        services.AddSingleton<IRecordingSource>(provider => provider.GetRequiredService<DemoProvider>());
        services.AddSingleton<DemoHost>();
        services.AddSingleton<DemoCalls>();
        services.AddSingleton<DemoCustomers>();
        services.AddSingleton<DemoSteps>();
        services.AddSingleton<DemoWeek>();
        await using var app = services.BuildServiceProvider();
        await app.GetRequiredService<StorageTables>().CreateAsync(cancellation);
        await app.GetRequiredService<DemoWeek>().PlayAsync(DemoScript.Read(now), cancellation);
    }
}
