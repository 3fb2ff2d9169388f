using Microsoft.AspNetCore.Http;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>Reads the numbers of the business that requests name.</summary>
internal static class KnownNumber
{
    /// <summary>Reads a number and checks the request's <c>If-Match</c>; null if the number is not known.</summary>
    public static async Task<StoredNumber?> FindAsync(
        this NumberStore numbers, HttpRequest request, string text, CancellationToken cancellation)
    {
        if (!PhoneNumber.TryParseOurs(text, out var number))
        {
            throw Unknown();
        }

        var known = await numbers.FindAsync(number, cancellation);
        if (known is not null)
        {
            RequestReading.CheckIfMatch(request, known.ETag);
        }

        return known;
    }

    /// <summary>404: the business does not have the number.</summary>
    public static ProblemException Unknown() => Problems.NotFound("This is no number of the business. List them with GET /api/numbers.");
}
