using ZuperConnect.Calls;
using ZuperConnect.Json;

namespace ZuperConnect.Webhooks;

/// <summary>The operation context of an action, which the provider returns in the events about it (<c>operationContext</c>).</summary>
public static class OperationContexts
{
    private const string DevicePrefix = "device:";
    private const string SoundPrefix = "sound:";

    /// <summary>The customer.</summary>
    public const string Customer = "customer";

    /// <summary>A user's device.</summary>
    public static string Of(Device device) => DevicePrefix + device.User.UserId;

    /// <summary>A sound.</summary>
    public static string Of(Sound sound) => SoundPrefix + InboxJson.Name(sound);

    /// <summary>The user id of a device; null if it is not the context of a device.</summary>
    public static string? UserIn(string? context) => context?.StartsWith(DevicePrefix, StringComparison.Ordinal) is true
        ? context[DevicePrefix.Length..] : null;

    /// <summary>The sound; null if it is not the context of a sound.</summary>
    public static Sound? SoundIn(string? context) =>
        context?.StartsWith(SoundPrefix, StringComparison.Ordinal) is true
            && Enum.TryParse<Sound>(context[SoundPrefix.Length..], ignoreCase: true, out var sound)
            ? sound
            : null;
}
