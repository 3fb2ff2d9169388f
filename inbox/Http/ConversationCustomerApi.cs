using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Saves the number of a conversation.</summary>
public sealed class ConversationCustomerApi(
    ApiAuthorization authorization, CustomerStore customers, ConversationLedger ledger, CustomerSaving saving)
{
    private const int LongestId = 64;
    private const int Attempts = 5;

    /// <summary>
    /// <c>POST /api/conversations/{id}/customer</c>: saves the number of a conversation, as a new customer or as one more number of a saved
    /// one.
    /// </summary>
    public Task<IResult> SaveAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<ConversationCustomerBody>(request, cancellation);
        var number = conversation.Customer;
        if (body is { CustomerId: not null, Name: null, Email: null, Notes: null })
        {
            await CheckAsync(conversation, cancellation);
            return await AddNumberAsync(request, body.CustomerId, number, user, work, cancellation);
        }

        if (body is not { CustomerId: null, Name: not null })
        {
            throw Problems.Invalid(
                "Give either name, and email and notes if you like, for a new customer, or customerId alone for a saved one.");
        }

        var details = number.Kind is PhoneNumberKind.E164
            ? await saving.ReadDetailsAsync(body.Name, [number.Value], body.Email, body.Notes, cancellation) : null;
        await CheckAsync(conversation, cancellation);
        return await saving.AddAsync(request, Guid.NewGuid().ToString(), details!, user, work, cancellation);
    });

    private async Task CheckAsync(ConversationId conversation, CancellationToken cancellation)
    {
        await ledger.GetAsync(conversation, cancellation);
        if (conversation.Customer.Kind is not PhoneNumberKind.E164)
        {
            throw Problems.NoPhoneNumber();
        }
    }

    private async Task<IResult> AddNumberAsync(
        HttpRequest request, string customerId, PhoneNumber number, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await customers.FindAsync(RequestReading.Text(customerId, LongestId, "customerId"), cancellation)
                ?? throw Problems.UnknownCustomer();
            RequestReading.CheckIfMatch(request, stored.ETag);
            if (!CustomerDetails.TryAdd(stored.Customer, number, out var details))
            {
                throw Problems.TooManyNumbers();
            }

            if (await saving.TryChangeAsync(request, stored, details, user, work, cancellation) is { } saved)
            {
                return saved;
            }

            if (attempt == Attempts)
            {
                throw Problems.Outdated();
            }
        }
    }

    private sealed record ConversationCustomerBody(string? CustomerId, string? Name, string? Email, string? Notes);
}
