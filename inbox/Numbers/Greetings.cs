using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Numbers;

/// <summary>
/// The greetings of numbers: WAV files that callers hear first. Each has its own blob, and the row of the number contains the name of the
/// current one, so that concurrent changes leave one of them. A blob that no row refers to, left by an ended process, is never played.
/// </summary>
public sealed class Greetings(StorageTables storage, NumberStore numbers)
{
    /// <summary>The maximum length of an uploaded file, in bytes.</summary>
    public const int MaxFileLength = 5 * 1024 * 1024;

    /// <summary>Replaces the greeting of an unchanged number.</summary>
    /// <returns>The number as it is stored now; null if it was changed meanwhile. Then the previous greeting stays.</returns>
    public async Task<StoredNumber?> ReplaceAsync(StoredNumber number, BinaryData wav, CancellationToken cancellation)
    {
        var greeting = $"{number.Number.Number.Key}/{Guid.NewGuid()}";
        await storage.Greetings.UploadAsync(
            greeting, wav.ToMemory(), new BlobDetails { ContentType = "audio/wav" }, BlobCondition.None, cancellation);
        return await SaveAsync(number, greeting, cancellation);
    }

    /// <summary>Removes the greeting of an unchanged number.</summary>
    /// <returns>The number as it is stored now; null if it was changed meanwhile.</returns>
    public Task<StoredNumber?> RemoveAsync(StoredNumber number, CancellationToken cancellation) => SaveAsync(number, null, cancellation);

    /// <summary>Opens the current greeting of a number; null if it has none.</summary>
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
