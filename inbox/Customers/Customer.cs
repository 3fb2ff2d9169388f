using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Text;

namespace ZuperConnect.Customers;

/// <summary>A saved customer. A phone number belongs to at most one customer.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers, at least one.</param>
/// <param name="Email">The email address; null if there is none.</param>
/// <param name="Notes">The notes for the team; null if there are none.</param>
/// <param name="CreatedAt">When the customer was saved.</param>
public sealed record Customer(
    string Id, string Name, ImmutableArray<PhoneNumber> Numbers, string? Email, string? Notes, DateTimeOffset CreatedAt)
{
    /// <summary>The customer in the form that conversations store.</summary>
    public SavedCustomer Shown() => new(Id, Name);

    /// <summary>The customer with other details.</summary>
    public Customer With(CustomerDetails details) =>
        this with { Name = details.Name, Numbers = details.Numbers, Email = details.Email, Notes = details.Notes };

    /// <summary>Whether the customer already has these details. The order of the numbers does not matter.</summary>
    public bool Has(CustomerDetails details) => Name == details.Name && Email == details.Email && Notes == details.Notes
        && Numbers.ToHashSet().SetEquals(details.Numbers);
}

/// <summary>Validated details of a customer.</summary>
public sealed partial record CustomerDetails
{
    internal const int MaxNameLength = 200;
    internal const int MaxNumbers = 10;
    internal const int MaxEmailLength = 254;
    internal const int MaxNotesLength = 2_000;
    private const int MaxWrittenNumbers = 100;
    private const int MaxShownLength = 40;

    private CustomerDetails(string name, ImmutableArray<PhoneNumber> numbers, string? email, string? notes) =>
        (Name, Numbers, Email, Notes) = (name, numbers, email, notes);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The phone numbers.</summary>
    public ImmutableArray<PhoneNumber> Numbers { get; }

    /// <summary>The email address.</summary>
    public string? Email { get; }

    /// <summary>The notes.</summary>
    public string? Notes { get; }

    /// <summary>
    /// Validates details that somebody wrote. Returns false with an error message if they are not valid. The extension of a number is added
    /// to the notes.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="numbers">The phone numbers as people write them.</param>
    /// <param name="email">The email address.</param>
    /// <param name="notes">The notes.</param>
    /// <param name="region">The region of national numbers, see <see cref="NumberRegion"/>.</param>
    /// <param name="details">The details.</param>
    /// <param name="fault">The error message.</param>
    public static bool TryRead(
        string? name, IReadOnlyList<string?>? numbers, string? email, string? notes, string? region,
        [NotNullWhen(true)] out CustomerDetails? details, [NotNullWhen(false)] out string? fault)
    {
        var written = (numbers ?? []).Take(MaxWrittenNumbers)
            .Select(text => WrittenNumber.TryRead(text, region, out var one) ? one : null).ToList();
        var phones = written.Select(one => one?.Number).Distinct().ToImmutableArray();
        (name, email, notes) = (name?.Trim(), Said(email), WithExtensions(Said(notes), written));
        fault = name is null or "" or { Length: > MaxNameLength } || !name.All(PrintableText.IsInLine) || !PrintableText.IsIn(name)
            ? $"name has 1 to {MaxNameLength} characters, in one line, and some that can be seen."
            : phones is not { Length: >= 1 and <= MaxNumbers } ? $"There are 1 to {MaxNumbers} numbers."
            : written.IndexOf(null) is >= 0 and var bad
                ? $"'{Beginning(numbers![bad])}' is no phone number in E.164, with a plus and the country's code, such as +12065550199."
            : email is not null && !IsEmail(email) ? "email is an address such as carla@example.com."
            : notes is { Length: > MaxNotesLength } || notes?.Any(PrintableText.IsUnwritten) is true
                ? $"notes has at most {MaxNotesLength:N0} characters."
            : null;
        details = fault is null ? new(name!, [.. phones.OfType<PhoneNumber>()], email, notes) : null;
        return fault is null;
    }

    /// <summary>Adds a number to the details of a customer.</summary>
    public static bool TryAdd(Customer customer, PhoneNumber number, [NotNullWhen(true)] out CustomerDetails? details)
    {
        var numbers = customer.Numbers.Any(number.IsSameAs) ? customer.Numbers : customer.Numbers.Add(number);
        details = numbers.Length <= MaxNumbers ? new(customer.Name, numbers, customer.Email, customer.Notes) : null;
        return details is not null;
    }

    /// <summary>
    /// The details of two customers together: the name of the first, all numbers, and in the notes what else is known of the second. Null
    /// if they are too long.
    /// </summary>
    internal static CustomerDetails? OfBoth(Customer customer, Customer other)
    {
        var numbers = customer.Numbers.AddRange(
            other.Numbers.Where(number => !customer.Numbers.Any(number.IsSameAs)));
        var notes = Said(string.Join('\n', new[]
        {
            customer.Notes,
            other.Name == customer.Name ? null : other.Name,
            customer.Email is null || other.Email == customer.Email ? null : other.Email,
            other.Notes == customer.Notes ? null : other.Notes,
        }.OfType<string>()));
        return numbers.Length <= MaxNumbers && (notes?.Length ?? 0) <= MaxNotesLength
            ? new(customer.Name, numbers, customer.Email ?? other.Email, notes) : null;
    }

    private static string? WithExtensions(string? notes, IEnumerable<WrittenNumber?> written)
    {
        var lines = written.Select(one => one?.Note).OfType<string>()
            .Where(line => notes?.Contains(line, StringComparison.Ordinal) is not true).Distinct();
        return Said(string.Join('\n', lines.Prepend(notes).OfType<string>()));
    }

    private static string Beginning(string? text) => text is { Length: > MaxShownLength } ? $"{text[..MaxShownLength]}…" : text ?? "";

    /// <summary>Whether a text is a valid email address.</summary>
    internal static bool IsEmail(string text) => text.Length <= MaxEmailLength && Address().IsMatch(text);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"^[^\s@\p{C}]+@[^\s@\p{C}]+\z")]
    private static partial Regex Address();
}
