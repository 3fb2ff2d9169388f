using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

/// <summary>The local host as a service of systemd.</summary>
public sealed partial class SystemdTests(TestStorage storage)
{
    private const string Program = "/opt/zuperconnect/ZuperConnect.Local";

    public static TheoryData<string> Units => [.. Directory.EnumerateFiles(Deployment.Systemd)
        .Select(file => Path.GetFileName(file)).Where(name => name.EndsWith(".service", StringComparison.Ordinal)
            || name.EndsWith(".timer", StringComparison.Ordinal))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Systemd_learns_when_it_listens_and_when_it_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no systemd here.");
        await using var data = new LocalData();
        var folder = Directory.CreateTempSubdirectory("zuperconnect-notify-").FullName;
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "notify")));
        await using (var program = await LocalProgram.StartAsync(
            data, FreePorts.Take(1)[0], [("NOTIFY_SOCKET", Path.Combine(folder, "notify"))]))
        {
            Assert.Equal("READY=1", await ReceiveAsync(systemd));

            Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
            Assert.Equal("STOPPING=1", await ReceiveAsync(systemd));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Systemd_finds_no_fault_in_a_unit(string name)
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Analyze), "There is no systemd here.");
        var folder = storage.NewFolder();
        Directory.CreateDirectory(folder);
        foreach (var unit in Units.Select(unit => unit.Data))
        {
            // A program that is not installed would be a fault.
            var text = await File.ReadAllTextAsync(Path.Combine(Deployment.Systemd, unit), Cancellation);
            await File.WriteAllTextAsync(
                Path.Combine(folder, unit), text.Replace(Program, "/bin/true", StringComparison.Ordinal), Cancellation);
        }

        var start = new ProcessStartInfo(Analyze, ["verify", "--man=no", Path.Combine(folder, name)])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.DoesNotContain(folder, said, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Both_services_work_with_the_same_folder_and_user_and_one_makes_backups()
    {
        var inbox = Deployment.ReadUnit("zuperconnect.service");
        var backup = Deployment.ReadUnit("zuperconnect-backup.service");

        var runs = await Deployment.ReadOptionsAsync(Arguments(inbox));
        var backsUp = await Deployment.ReadOptionsAsync(Arguments(backup));

        Assert.Equal("/var/lib/zuperconnect", runs.Data);
        Assert.Equal("zuperconnect", Assert.Single(inbox["StateDirectory"]));
        Assert.Equal(runs.Data, backsUp.Data);
        Assert.Equal(inbox["User"], backup["User"]);
        Assert.Null(runs.Backup);
        Assert.Contains(Path.GetDirectoryName(backsUp.Backup)!, Assert.Single(backup["ReadWritePaths"]), StringComparison.Ordinal);
        Assert.Contains(runs.Data, Assert.Single(backup["ReadWritePaths"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_credentials_are_settings_with_the_names_that_the_host_reads() =>
        Assert.All(
            Deployment.ReadUnit("zuperconnect.service")["LoadCredential"].Select(credential => credential.Split(':')), credential =>
            {
                Assert.Contains(Deployment.Setting(credential[0]), LocalCommandLine.SettingNames);
                Assert.Equal($"/etc/zuperconnect/{credential[0]}", credential[1]);
            });

    [Fact]
    public void The_inbox_has_time_to_stop_in_order() => Assert.True(
        int.Parse(
            Assert.Single(Deployment.ReadUnit("zuperconnect.service")["TimeoutStopSec"]), System.Globalization.CultureInfo.InvariantCulture)
        > 30);

    private static string[] Arguments(ILookup<string, string> unit) =>
        Shell().Replace(Assert.Single(unit["ExecStart"]), "now").TrimEnd('\'').Split(Program, 2)[1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the shell inserts.</summary>
    [GeneratedRegex(@"\$\$\(.*?\)")]
    private static partial Regex Shell();

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[256];
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromMinutes(1));
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, timeout.Token));
    }
}
