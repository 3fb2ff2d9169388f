using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Webhooks;

/// <summary>
/// The key that Event Grid's requests contain as <c>code</c>, as on the Functions host. It is random for each data folder, and required
/// only if the host listens beyond this machine.
/// </summary>
public sealed class EventGridKey
{
    private readonly bool _needed;

    private EventGridKey(string code, bool needed) => (Code, _needed) = (code, needed);

    /// <summary>The key.</summary>
    public string Code { get; }

    /// <summary>The key of a data folder, created if it does not exist.</summary>
    public static EventGridKey In(DataFolder folder, bool needed) => new(
        PrivateFile.ReadOrMake(
            Path.Combine(folder.Path, "event-grid.key"), () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))), needed);

    /// <summary>Whether a request with this code is allowed.</summary>
    public bool Opens(string? code) =>
        !_needed || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code ?? ""), Encoding.UTF8.GetBytes(Code));
}
