using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The counts of conversations.</summary>
[Tags("Conversations")]
public sealed class CountsApi(ApiAuthorization authorization, ConversationCounts counts, NumberStore numbers)
{
    /// <summary>Count the conversations of each number that need the team.</summary>
    /// <remarks>A count of 100 means 100 or more.</remarks>
    /// <response code="200">All numbers of the business, in the order of their digits.</response>
    [HttpGet(Routes.Counts, Name = "countConversations")]
    [IfNoneMatchParameter]
    [ProducesResponseType<CountsJson>(StatusCodes.Status200OK)]
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var known = await numbers.AllAsync(cancellation);
        var read = await counts.ReadAsync(known.Values.Select(own => own.Number), user.UserId, cancellation);
        return ETagJson.Of(request, new CountsJson([.. read.Select(one => CountJson.Of(one, known))]));
    });
}

/// <summary>The counts of conversations.</summary>
/// <param name="Items">The counts of all numbers, in the order of their digits.</param>
public sealed record CountsJson(IReadOnlyList<CountJson> Items);

/// <summary>How many conversations a number has.</summary>
/// <param name="Number">The business's number.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Name">The name the team gave it; null while it has none.</param>
/// <param name="Open">How many are open.</param>
/// <param name="Unread">How many of them are unread.</param>
/// <param name="Unresponded">How many of them are unresponded.</param>
/// <param name="Mine">How many of them are assigned to the user who asks.</param>
/// <param name="Unassigned">How many of them have no assignee.</param>
/// <param name="Overdue">How many of them are overdue.</param>
public sealed record CountJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, string? Name, [Range(0, ConversationCounts.MaxCount)] int Open,
    [Range(0, ConversationCounts.MaxCount)] int Unread, [Range(0, ConversationCounts.MaxCount)] int Unresponded,
    [Range(0, ConversationCounts.MaxCount)] int Mine, [Range(0, ConversationCounts.MaxCount)] int Unassigned,
    [Range(0, ConversationCounts.MaxCount)] int Overdue)
{
    /// <summary>
    /// Who has open conversations, by user id, also those who left the team; left out if nobody has. If <c>open</c> is 100, those who have
    /// one of the newest hundred.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AssigneeCountJson>? Assignees { get; init; }

    /// <summary>Creates it from the counts of a number.</summary>
    public static CountJson Of(NumberCounts counts, IReadOnlyDictionary<string, BusinessNumber> numbers) => new(
        counts.Number,
        counts.Number.Display(counts.Number),
        numbers.GetValueOrDefault(counts.Number.Key)?.Name,
        counts.Open,
        counts.Unread,
        counts.Unresponded,
        counts.Assigned,
        counts.Unassigned,
        counts.Overdue)
    {
        Assignees = counts.Assignees is [] ? null : [.. counts.Assignees.Select(AssigneeCountJson.Of)],
    };
}

/// <summary>How many open conversations of a number a user has.</summary>
/// <param name="UserId">The id of the user.</param>
/// <param name="Name">The name of the user.</param>
/// <param name="Open">How many; null if the number has 100 or more open conversations.</param>
public sealed record AssigneeCountJson(string UserId, string Name, [Range(0, ConversationCounts.MaxCount)] int? Open)
{
    /// <summary>Creates it from the count of an assignee.</summary>
    public static AssigneeCountJson Of(AssigneeCount count) => new(count.Assignee.UserId, count.Assignee.Name, count.Open);
}
