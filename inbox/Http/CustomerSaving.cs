using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Search;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>
/// Saves a customer and answers with it: validates the details, adds an audit entry, and updates the search index and the names in
/// conversations.
/// </summary>
public sealed class CustomerSaving(CustomerStore customers, CustomerIndex index, NumberRegion region, AuditLog audit)
{
    /// <summary>Reads a customer's details; answers 400 if they are not valid.</summary>
    public async ValueTask<CustomerDetails> ReadDetailsAsync(
        string? name, IReadOnlyList<string?>? numbers, string? email, string? notes, CancellationToken cancellation) =>
        CustomerDetails.TryRead(name, numbers, email, notes, await region.ReadAsync(cancellation), out var details, out var fault)
            ? details : throw Problems.Invalid(fault);

    /// <summary>Saves a new customer. The same again is the same customer.</summary>
    public async Task<IResult> AddAsync(
        HttpRequest request, string id, CustomerDetails details, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        var made = Made(await customers.AddAsync(id, details, cancellation)) ?? throw Problems.Outdated();
        request.HttpContext.Response.Headers.Location = $"/{Routes.Customer.Replace("{id}", id, StringComparison.Ordinal)}";
        return await AnswerAsync(request, made, AuditAction.CustomerCreated, user, work, cancellation);
    }

    /// <summary>Saves changed details of a customer; null if the customer was changed meanwhile.</summary>
    public async Task<IResult?> TryChangeAsync(
        HttpRequest request, StoredCustomer stored, CustomerDetails details, Member user, IWorkStarter work,
        CancellationToken cancellation) =>
        Made(await customers.SaveAsync(stored, details, cancellation)) is { } made
            ? await AnswerAsync(request, made, AuditAction.CustomerChanged, user, work, cancellation) : null;

    /// <summary>Answers with a customer.</summary>
    public async Task<IResult> AnswerAsync(HttpRequest request, StoredCustomer stored, int status, CancellationToken cancellation)
    {
        request.HttpContext.Response.Headers.ETag = stored.ETag.ToString();
        return Results.Json(
            SavedCustomerJson.Of(stored.Customer, await region.ReadAsync(cancellation)), InboxJson.Options, statusCode: status);
    }

    /// <summary>The change that was made; null if the customer was changed meanwhile.</summary>
    private static CustomerChange.Made? Made(CustomerChange change) => change switch
    {
        CustomerChange.Made made => made,
        CustomerChange.NumberTaken taken => throw Problems.NumberTaken(taken.Number, taken.Owner),
        CustomerChange.IdTaken => throw Problems.IdTaken(),
        _ => null,
    };

    private async Task<IResult> AnswerAsync(
        HttpRequest request, CustomerChange.Made made, AuditAction action, Member user, IWorkStarter work, CancellationToken cancellation)
    {
        await audit.RecordAsync(user.Author, action, made.Stored.Customer.Id, cancellation);
        await index.RefreshAsync(made.Stored.Customer.Id, cancellation);
        if (made.Work is { } naming)
        {
            await work.StartAsync(naming, cancellation);
        }

        return await AnswerAsync(
            request, made.Stored, action is AuditAction.CustomerCreated
                ? StatusCodes.Status201Created : StatusCodes.Status200OK, cancellation);
    }
}
