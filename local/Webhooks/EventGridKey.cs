using System.Security.Cryptography;
using System.Text;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;

namespace ZuperConnect.Local.Webhooks;

/// <summary>
/// The key that Event Grid's posts carry as <c>code</c>, as on the Functions host; a random one for each data folder. Asked for only
/// where the host listens beyond this machine.
/// </summary>
public sealed class EventGridKey
{
    private readonly bool _needed;

    private EventGridKey(string code, bool needed) => (Code, _needed) = (code, needed);

    /// <summary>The key.</summary>
    public string Code { get; }

    /// <summary>The key of a data folder, made where there is none yet.</summary>
    public static EventGridKey In(DataFolder folder, bool needed) => new(
        PrivateFile.ReadOrMake(
            Path.Combine(folder.Path, "event-grid.key"), () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))), needed);

    /// <summary>Whether a post with this code may come in.</summary>
    public bool Opens(string? code) =>
        !_needed || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code ?? ""), Encoding.UTF8.GetBytes(Code));
}
