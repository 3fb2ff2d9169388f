using Microsoft.AspNetCore.Http;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>How much there is to do.</summary>
public sealed class CountsApi(ApiAuthorization authorization, ConversationCounts counts, NumberStore numbers)
{
    /// <summary>How many conversations of each number are open, unread and unresponded.</summary>
    /// <remarks>Each is counted up to 100: a 100 stands for 100 or more.</remarks>
    /// <response code="200">All numbers of the business, in the order of their digits.</response>
    [HttpGet(Routes.Counts, Name = "countConversations")]
    [IfNoneMatchParameter]
    [ProducesResponseType<CountsJson>(StatusCodes.Status200OK)]
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        var known = await numbers.AllAsync(cancellation);
        var read = await counts.ReadAsync(known.Values.Select(own => own.Number), cancellation);
        return TaggedJson.Of(request, new CountsJson([.. read.Select(one => CountJson.Of(one, known))]));
    });
}

/// <summary>The counts of all numbers, in the order of their digits.</summary>
public sealed record CountsJson(IReadOnlyList<CountJson> Items);

/// <summary>The counts of a number as the API writes them, with its name as it is now.</summary>
public sealed record CountJson(PhoneNumber Number, string Display, string? Name, int Open, int Unread, int Unresponded)
{
    /// <summary>Writes the counts of a number.</summary>
    public static CountJson Of(NumberCounts counts, IReadOnlyDictionary<string, BusinessNumber> numbers) => new(
        counts.Number,
        counts.Number.Display(counts.Number),
        numbers.GetValueOrDefault(counts.Number.Key)?.Name,
        counts.Open,
        counts.Unread,
        counts.Unresponded);
}
