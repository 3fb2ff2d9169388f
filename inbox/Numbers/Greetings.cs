using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>The greetings of numbers: WAV files that callers hear first.</summary>
public sealed class Greetings(InboxStorage storage, NumberBook numbers)
{
    /// <summary>The longest file that is taken, in bytes.</summary>
    public const int LongestFile = 5 * 1024 * 1024;

    /// <summary>The longest greeting, in bytes of sound: 60 seconds.</summary>
    public const int LongestSound = 60 * Wav.BytesPerSecond;

    /// <summary>Gives a number that nobody has changed since a greeting, or another one.</summary>
    /// <returns>The number as it is stored now; null where somebody has changed it: then its callers hear what they heard before.</returns>
    public async Task<StoredNumber?> ReplaceAsync(StoredNumber number, BinaryData wav, CancellationToken cancellation)
    {
        // The row first, so that who comes too late replaces nothing.
        if (await numbers.SaveAsync(number, cancellation) is not { } turn)
        {
            return null;
        }

        await storage.Greetings.GetBlobClient(number.Number.Number.Key).UploadAsync(wav, overwrite: true, cancellation);
        return turn.Number.HasGreeting ? turn : await numbers.SaveAsync(turn with { Number = turn.Number with { HasGreeting = true } }, cancellation);
    }

    /// <summary>Takes the greeting of a number away that nobody has changed since.</summary>
    /// <returns>The number as it is stored now; null where somebody has changed it.</returns>
    public async Task<StoredNumber?> RemoveAsync(StoredNumber number, CancellationToken cancellation)
    {
        var without = await numbers.SaveAsync(number with { Number = number.Number with { HasGreeting = false } }, cancellation);
        if (without is not null)
        {
            await storage.Greetings.GetBlobClient(number.Number.Number.Key).DeleteIfExistsAsync(cancellationToken: cancellation);
        }

        return without;
    }
}
