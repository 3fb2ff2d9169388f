using System.Collections.Immutable;

namespace ZuperConnect.Customers.Import;

/// <summary>What a column of a file of contacts holds.</summary>
public enum ContactField
{
    /// <summary>The whole name.</summary>
    Name,

    /// <summary>The first name.</summary>
    FirstName,

    /// <summary>A name between the first and the last.</summary>
    MiddleName,

    /// <summary>The last name.</summary>
    LastName,

    /// <summary>Another name, for contacts that have none of those.</summary>
    OtherName,

    /// <summary>The company.</summary>
    Company,

    /// <summary>Phone numbers.</summary>
    Number,

    /// <summary>Email addresses.</summary>
    Email,

    /// <summary>What the team should know.</summary>
    Notes,
}

/// <summary>
/// The columns of a file of contacts by their usual names: our own, and those of Google Contacts (of before 2024 and since), Outlook,
/// HubSpot, Quo, Housecall Pro, Jobber and QuickBooks. Case, accents and punctuation do not matter, nor do numbers behind a name.
/// </summary>
/// <param name="Names">The header.</param>
/// <param name="Fields">What each column holds; null where nobody knows.</param>
internal sealed record ContactColumns(IReadOnlyList<string> Names, ImmutableArray<ContactField?> Fields)
{
    private static readonly Dictionary<string, ContactField> Known = new(StringComparer.Ordinal)
    {
        ["name"] = ContactField.Name,
        ["full name"] = ContactField.Name,
        ["display name"] = ContactField.Name,
        ["contact name"] = ContactField.Name,
        ["customer name"] = ContactField.Name,
        ["customer full name"] = ContactField.Name,
        ["client name"] = ContactField.Name,
        ["customer"] = ContactField.Name,
        ["client"] = ContactField.Name,
        ["contact"] = ContactField.Name,
        ["first name"] = ContactField.FirstName,
        ["first"] = ContactField.FirstName,
        ["firstname"] = ContactField.FirstName,
        ["given name"] = ContactField.FirstName,
        ["forename"] = ContactField.FirstName,
        ["middle name"] = ContactField.MiddleName,
        ["middle"] = ContactField.MiddleName,
        ["middle initial"] = ContactField.MiddleName,
        ["m i"] = ContactField.MiddleName,
        ["mi"] = ContactField.MiddleName,
        ["additional name"] = ContactField.MiddleName,
        ["last name"] = ContactField.LastName,
        ["last"] = ContactField.LastName,
        ["lastname"] = ContactField.LastName,
        ["family name"] = ContactField.LastName,
        ["surname"] = ContactField.LastName,
        ["file as"] = ContactField.OtherName,
        ["nickname"] = ContactField.OtherName,
        ["company"] = ContactField.Company,
        ["company name"] = ContactField.Company,
        ["organization"] = ContactField.Company,
        ["organisation"] = ContactField.Company,
        ["organization name"] = ContactField.Company,
        ["associated company"] = ContactField.Company,
        ["business name"] = ContactField.Company,
        ["notes"] = ContactField.Notes,
        ["note"] = ContactField.Notes,
        ["comments"] = ContactField.Notes,
        ["customer notes"] = ContactField.Notes,
        ["client notes"] = ContactField.Notes,
        ["contact notes"] = ContactField.Notes,
        ["private notes"] = ContactField.Notes,
        ["internal notes"] = ContactField.Notes,
    };

    private static readonly HashSet<string> Phones =
        ["phone", "phones", "telephone", "telephones", "tel", "mobile", "mobiles", "cell",
            "cellphone", "cellular", "landline", "whatsapp", "iphone"];

    private static readonly HashSet<string> Kinds =
    [
        "main", "primary", "mobile", "cell", "home", "work", "business", "office", "company",
        "other", "alt", "alternate", "alternative", "secondary",
        "second", "additional", "direct", "personal", "preferred", "default", "contact", "car",
        "radio", "callback", "day", "daytime", "evening", "private",
        "text", "message", "enabled", "sms",
    ];

    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>How many columns are known.</summary>
    public int Count => Fields.Count(one => one is not null);

    /// <summary>Whether the file says what customers are called.</summary>
    public bool HaveNames =>
        Fields.Any(one =>
            one is ContactField.Name or ContactField.FirstName or ContactField.LastName or ContactField.OtherName or ContactField.Company);

    /// <summary>Whether the file says how they are reached.</summary>
    public bool HaveNumbers => Fields.Contains(ContactField.Number);

    /// <summary>A name that two columns have, so that nobody knows which of them counts; null where there is none.</summary>
    public string? Ambiguous =>
        Names.Where((_, column) => Fields[column] is ContactField.Name).Select(Key)
            .GroupBy(key => key).FirstOrDefault(same => same.Count() > 1)?.Key;

    /// <summary>Knows the columns of a header.</summary>
    public static ContactColumns Of(IReadOnlyList<string> header)
    {
        List<string> names = [.. header.Select(cell => SpreadsheetGuard.Remove(cell).Trim())];
        return new(names, [.. names.Select(name => FieldOf(Key(name)))]);
    }

    private static ContactField? FieldOf(string key)
    {
        var words = key.Split(' ');
        return Known.TryGetValue(key, out var field) ? field
            : words.All(word => Phones.Contains(word) || Kinds.Contains(word) || word is "number" or "numbers")
                && IsNumber(words) ? ContactField.Number
            : words.Any(word => word is "email" or "emails")
                && words.All(word => Kinds.Contains(word) || word is "email" or "emails" or "address" or "addresses") ? ContactField.Email
            : words is ["customer" or "client", _, ..] && FieldOf(key[(words[0].Length + 1)..]) is { } theirs
                && (theirs is ContactField.Email || (theirs is ContactField.Number && words.Any(Phones.Contains))) ? theirs
            : null;
    }

    /// <summary>The phone of a whole company is that of many contacts, and no contact's own.</summary>
    private static bool IsNumber(string[] words) =>
        (words.Any(Phones.Contains) || words is ["number" or "numbers"] or [var _, "number" or "numbers"])
            && words is not ["company", "main", ..];

    /// <summary>The words of a column's name, without what Google and Jobber put around them, and without numbers.</summary>
    private static string Key(string name)
    {
        var words = SearchableName.Words(name.Replace("e-mail", "email", StringComparison.OrdinalIgnoreCase))
            .Select(word => word.TrimEnd(Digits)).Where(word => word is not ("" or "s")).ToList();
        return string.Join(' ', words is [.., "value"] and { Count: > 1 } ? words[..^1] : words);
    }
}
