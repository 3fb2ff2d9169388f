using System.Collections.Immutable;
using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>Finds customers by the words of their names, and by their numbers.</summary>
public sealed class CustomerIndex(StorageTables storage, CustomerStore customers) : ICustomerDataEraser
{
    private readonly WordIndex _words = new(storage.Search, WorkId.Customers);

    /// <summary>Updates the index for a customer, or removes a customer who is deleted.</summary>
    public Task RefreshAsync(string id, CancellationToken cancellation) => _words.RefreshAsync(
        id,
        async () => (await customers.FindAsync(id, cancellation))?.Customer is { } customer ? SearchWords.Of(customer) : null,
        cancellation);

    /// <inheritdoc/>
    public Task EraseAsync(ErasedCustomer customer, CancellationToken cancellation) => RefreshAsync(customer.Id, cancellation);

    /// <summary>A page of the customers who have all the words that were typed, as they are now; by name within the page.</summary>
    /// <param name="asked">What was typed, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The longest page; it may be shorter, or empty, and yet not the last, see <see cref="WordIndex"/>.</param>
    /// <param name="after">Where the last page ended, see <see cref="WordIndex.ParseCursor"/>; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<Customer>> FindAsync(ImmutableArray<string> asked, int limit, string? after, CancellationToken cancellation)
    {
        var page = await _words.FindAsync(
            asked,
            limit,
            after,
            belongs: null,
            async id => (await customers.FindAsync(id, cancellation))?.Customer is { } customer
                && SearchWords.AreIn(SearchWords.Of(customer), asked) ? customer : null,
            cancellation);
        var byName = page.Items.OrderBy(customer => SearchableName.SortKey(customer.Name), StringComparer.Ordinal)
            .ThenBy(customer => customer.Id, StringComparer.Ordinal);
        return page with { Items = [.. byName] };
    }

    /// <summary>Updates the index for all customers that are missing in it, such as imported ones.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => _words.CompleteAsync(
        "",
        customers.AllByIdAsync(cancellation).Select(customer => (customer.Id, SearchWords.Of(customer))),
        id => RefreshAsync(id, cancellation),
        cancellation);
}
