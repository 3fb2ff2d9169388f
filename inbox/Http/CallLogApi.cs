using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The call log.</summary>
[Tags("Calls")]
public sealed class CallLogApi(ApiAuthorization authorization, ConversationLedger ledger, CallLog log, NumberStore numbers)
{
    /// <summary>List the call log, newest first.</summary>
    /// <response code="200">The page; empty if there is nothing.</response>
    [HttpGet(Routes.Calls, Name = "listCalls")]
    [NumberParameter("calls")]
    [QueryParameter("status", "Only calls with this status.", Type = typeof(CallStatus))]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<LoggedCallJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.CallLogs, async _ =>
    {
        var known = await numbers.AllAsync(cancellation);
        var (status, limit) = (ReadStatus(request), RequestReading.Limit(request));
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : CallLog.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var asked = RequestReading.Number(request) is { } number ? [number] : known.Values.Select(own => own.Number).ToList();

        var page = await log.ReadAsync(asked, status, limit, after, cancellation);
        var customers = await CustomersAsync(page.Items, cancellation);
        return Results.Json(
            new Page<LoggedCallJson>(
                [.. page.Items.Select(logged => LoggedCallJson.Of(logged, known, customers[logged.Conversation]))], page.NextCursor),
            InboxJson.Options);
    });

    /// <summary>Reads the saved customers of the calls' conversations, each once.</summary>
    private async Task<Dictionary<ConversationId, SavedCustomer?>> CustomersAsync(
        IEnumerable<LoggedCall> calls, CancellationToken cancellation)
    {
        var conversations = await Task.WhenAll(
            calls.Select(logged => logged.Conversation).Distinct()
                .Select(async id => (Id: id, (await ledger.ReadAsync(id, cancellation)).Conversation)));
        return conversations.ToDictionary(one => one.Id, one => one.Conversation?.Customer);
    }

    private static CallStatus? ReadStatus(HttpRequest request) =>
        RequestReading.Query(request, "status") is { } text ? RequestReading.OneOf<CallStatus>(text, "status") : null;
}
