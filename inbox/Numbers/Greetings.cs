using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>
/// The greetings of numbers: WAV files that callers hear first. Each has a blob of its own, which the number's row names: so the row
/// alone says what callers hear, and of two that come at once one is it. A blob that no row names, because the process died, is heard by
/// nobody.
/// </summary>
public sealed class Greetings(StorageTables storage, NumberStore numbers)
{
    /// <summary>The longest file that is taken, in bytes.</summary>
    public const int MaxFileLength = 5 * 1024 * 1024;

    /// <summary>Gives a number that nobody has changed since a greeting, or another one.</summary>
    /// <returns>The number as it is stored now; null where somebody has changed it: then its callers hear what they heard before.</returns>
    public async Task<StoredNumber?> ReplaceAsync(StoredNumber number, BinaryData wav, CancellationToken cancellation)
    {
        var greeting = $"{number.Number.Number.Key}/{Guid.NewGuid()}";
        await storage.Greetings.UploadAsync(
            greeting, wav.ToMemory(), new BlobDetails { ContentType = "audio/wav" }, BlobCondition.None, cancellation);
        return await SaveAsync(number, greeting, cancellation);
    }

    /// <summary>Takes the greeting of a number away that nobody has changed since.</summary>
    /// <returns>The number as it is stored now; null where somebody has changed it.</returns>
    public Task<StoredNumber?> RemoveAsync(StoredNumber number, CancellationToken cancellation) => SaveAsync(number, null, cancellation);

    /// <summary>Opens what callers of a number hear now; null where they hear no greeting.</summary>
    public async Task<Stream?> OpenAsync(PhoneNumber number, CancellationToken cancellation) =>
        (await numbers.FindAsync(number, cancellation))?.Number.Greeting is { } greeting
            ? await storage.Greetings.OpenReadAsync(greeting, 0, cancellation) : null;

    private async Task<StoredNumber?> SaveAsync(StoredNumber before, string? greeting, CancellationToken cancellation)
    {
        var saved = await numbers.SaveAsync(before with { Number = before.Number with { Greeting = greeting } }, cancellation);
        if ((saved is null ? greeting : before.Number.Greeting) is { } unheard)
        {
            await storage.Greetings.DeleteAsync(unheard, ETag.Any, cancellation);
        }

        return saved;
    }
}
