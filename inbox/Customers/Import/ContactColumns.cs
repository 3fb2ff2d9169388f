using System.Collections.Immutable;

namespace ZuperConnect.Customers.Import;

/// <summary>The meaning of a column.</summary>
public enum ContactField
{
    /// <summary>The full name.</summary>
    Name,

    /// <summary>The first name.</summary>
    FirstName,

    /// <summary>The middle name.</summary>
    MiddleName,

    /// <summary>The last name.</summary>
    LastName,

    /// <summary>Another name, used if the others are missing.</summary>
    OtherName,

    /// <summary>The company.</summary>
    Company,

    /// <summary>Phone numbers.</summary>
    Number,

    /// <summary>Email addresses.</summary>
    Email,

    /// <summary>Notes.</summary>
    Notes,
}

/// <summary>
/// Recognizes the columns of a contact file by their header: those of the inbox's own export, Google Contacts (before and since 2024),
/// Outlook, HubSpot, Quo, Housecall Pro, Jobber and QuickBooks. Case, accents, punctuation and numbers after a name are ignored.
/// </summary>
/// <param name="Names">The header.</param>
/// <param name="Fields">The meaning of each column; null if unknown.</param>
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

    /// <summary>The number of recognized columns.</summary>
    public int Count => Fields.Count(one => one is not null);

    /// <summary>Whether there is a column with names.</summary>
    public bool HaveNames =>
        Fields.Any(one =>
            one is ContactField.Name or ContactField.FirstName or ContactField.LastName or ContactField.OtherName or ContactField.Company);

    /// <summary>Whether there is a column with phone numbers.</summary>
    public bool HaveNumbers => Fields.Contains(ContactField.Number);

    /// <summary>A header that two columns share, so that their meaning is ambiguous; null if there is none.</summary>
    public string? Ambiguous =>
        Names.Where((_, column) => Fields[column] is ContactField.Name).Select(Key)
            .GroupBy(key => key).FirstOrDefault(same => same.Count() > 1)?.Key;

    /// <summary>Recognizes the columns of a header.</summary>
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

    /// <summary>The phone of a whole company belongs to many contacts and is not imported.</summary>
    private static bool IsNumber(string[] words) =>
        (words.Any(Phones.Contains) || words is ["number" or "numbers"] or [var _, "number" or "numbers"])
            && words is not ["company", "main", ..];

    /// <summary>The words of a header, without numbers and the additions of Google and Jobber.</summary>
    private static string Key(string name)
    {
        var words = SearchableName.Words(name.Replace("e-mail", "email", StringComparison.OrdinalIgnoreCase))
            .Select(word => word.TrimEnd(Digits)).Where(word => word is not ("" or "s")).ToList();
        return string.Join(' ', words is [.., "value"] and { Count: > 1 } ? words[..^1] : words);
    }
}
