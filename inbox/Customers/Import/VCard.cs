namespace ZuperConnect.Customers.Import;

/// <summary>A card of a vCard file while it is read. Its length is limited like that of a CSV row.</summary>
/// <param name="line">The line on which it starts.</param>
internal sealed class VCard(int line)
{
    private const string Label = "X-ABLABEL";

    /// <summary>The parts of a name in this order: family, given, additional. Titles follow and are not read.</summary>
    private static readonly ContactField[] NameParts = [ContactField.LastName, ContactField.FirstName, ContactField.MiddleName];

    private static readonly Dictionary<string, Func<string, IEnumerable<(ContactField, string)>>> Known = new(StringComparer.Ordinal)
    {
        ["FN"] = text => [(ContactField.Name, VCardText.Whole(text))],
        ["N"] = text => NameParts.Zip(VCardText.Parts(text, ';', comma: ' ')),
        ["NICKNAME"] = text => [(ContactField.OtherName, First(VCardText.Parts(text, ',')))],
        ["ORG"] = text => [(ContactField.Company, First(VCardText.Parts(text, ';')))],
        ["TEL"] = text => [(ContactField.Number, Number(VCardText.Whole(text).Trim()))],
        ["EMAIL"] = text => [(ContactField.Email, WithoutScheme(VCardText.Whole(text).Trim()))],
        ["NOTE"] = text => [(ContactField.Notes, VCardText.Whole(text))],
    };

    private readonly List<(string Group, bool IsMachine, ContactPart Part)> _parts = [];
    private readonly HashSet<string> _machines = new(StringComparer.Ordinal);
    private int _properties;
    private int _characters;

    /// <summary>The line on which it starts.</summary>
    public int Line => line;

    /// <summary>The error message if the card cannot be read; otherwise null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the card is empty.</summary>
    public bool IsEmpty => Fault is null && _parts.Count is 0;

    /// <summary>Whether the next card is part of this one: vCard 2.1 embeds a contact's agent.</summary>
    public bool ExpectsAgent { get; set; }

    /// <summary>The fields of the contact, without fax numbers.</summary>
    public List<ContactPart> Parts => [.. _parts.Where(part => !IsMachine(part)).Select(part => part.Part)];

    /// <summary>Whether it has numbers of fax or other machines.</summary>
    public bool HasMachines => _parts.Any(IsMachine);

    /// <summary>Whether a property is a field of contacts.</summary>
    public static bool IsKnown(VCardHead head) => Known.ContainsKey(head.Name) && !head.IsBinary;

    /// <summary>Whether the value of a property is needed.</summary>
    public static bool IsRead(VCardHead head) => head.Name is "BEGIN" or "END" or "VERSION" or "AGENT" or Label || IsKnown(head);

    /// <summary>Refuses the card.</summary>
    public void Refuse(string fault)
    {
        Fault ??= fault;
        _parts.Clear();
    }

    /// <summary>Adds a property.</summary>
    public void Add(VCardLine property)
    {
        _properties++;
        _characters += property.Value.Length;
        ExpectsAgent = property.Head.Name is "AGENT" && string.IsNullOrWhiteSpace(property.Value);
        if (_properties > CsvRows.MaxCells)
        {
            Refuse($"It has more than {CsvRows.MaxCells:N0} properties. Is that a contact?");
        }
        else if (_characters > CsvRows.MaxRowLength)
        {
            Refuse($"It has more than {CsvRows.MaxRowLength:N0} characters. Is that a contact?");
        }

        if (Fault is not null || !IsRead(property.Head))
        {
            return;
        }

        var (head, text) = (
            property.Head, property.Head.IsQuotedPrintable ? VCardText.Unquoted(property.Value, property.Head.Charset) : property.Value);
        if (head.Name is Label && text.Contains("fax", StringComparison.OrdinalIgnoreCase))
        {
            _machines.Add(head.Group);
        }
        else if (Known.TryGetValue(head.Name, out var read))
        {
            _parts.AddRange(read(text).Where(part => !string.IsNullOrWhiteSpace(part.Item2))
                .Select(part => (head.Group, head.IsMachine, new ContactPart(part.Item1, head.Name, part.Item2))));
        }
    }

    private bool IsMachine((string Group, bool IsMachine, ContactPart Part) part) =>
        part.Part.Field is ContactField.Number && (part.IsMachine || (part.Group.Length > 0 && _machines.Contains(part.Group)));

    private static string First(IEnumerable<string> texts) => texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "";

    /// <summary>A number, or the number and extension of a link (RFC 3966).</summary>
    private static string Number(string text) => !text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? text
        : string.Join(
            ';', text.Split(';').Where((piece, place) => place is 0 || piece.StartsWith("ext=", StringComparison.OrdinalIgnoreCase)));

    private static string WithoutScheme(string text) =>
        text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..] : text;
}
