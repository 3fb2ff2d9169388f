using ZuperConnect.Calls;
using ZuperConnect.Json;

namespace ZuperConnect.Webhooks;

/// <summary>
/// What an action is marked with when the provider is asked for it, so that the events about it say what they are about: it comes back
/// as <c>operationContext</c>.
/// </summary>
public static class OperationContexts
{
    private const string DevicePrefix = "device:";
    private const string SoundPrefix = "sound:";

    /// <summary>The customer's part in the call.</summary>
    public const string Customer = "customer";

    /// <summary>A user's device.</summary>
    public static string Of(Device device) => DevicePrefix + device.User.UserId;

    /// <summary>Something played.</summary>
    public static string Of(Sound sound) => SoundPrefix + InboxJson.Name(sound);

    /// <summary>The user whose device it is; null where it is none.</summary>
    public static string? UserIn(string? context) => context?.StartsWith(DevicePrefix, StringComparison.Ordinal) is true
        ? context[DevicePrefix.Length..] : null;

    /// <summary>What was played; null where nothing was.</summary>
    public static Sound? SoundIn(string? context) =>
        context?.StartsWith(SoundPrefix, StringComparison.Ordinal) is true
            && Enum.TryParse<Sound>(context[SoundPrefix.Length..], ignoreCase: true, out var sound)
            ? sound
            : null;
}
