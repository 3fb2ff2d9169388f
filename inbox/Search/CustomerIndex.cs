using System.Collections.Immutable;
using ZuperConnect.Customers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>The search index of customers, by the words of their names and by their numbers.</summary>
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

    /// <summary>A page of customers who match all words, sorted by name within the page.</summary>
    /// <param name="asked">The words to search for, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The maximum number of customers. A page may be shorter or empty although it is not the last, see
    /// <see cref="WordIndex"/>.</param>
    /// <param name="after">The end of the previous page, see <see cref="WordIndex.ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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
