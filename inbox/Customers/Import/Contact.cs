using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Text;

namespace ZuperConnect.Customers.Import;

/// <summary>A field of a contact as it stands in a file.</summary>
internal readonly record struct ContactPart(ContactField Field, string Column, string Text);

/// <summary>A contact of a file.</summary>
/// <param name="Line">The line on which it starts.</param>
/// <param name="Details">The customer to save; null if the contact is refused.</param>
/// <param name="Refusal">Why it is refused; otherwise null.</param>
/// <param name="LeftOut">The fields that were left out.</param>
internal sealed partial record Contact(int Line, CustomerDetails? Details, RowFault? Refusal, ImmutableArray<RowFault> LeftOut)
{
    /// <summary>The maximum number of numbers or addresses of a contact that are read, and that are reported as faulty.</summary>
    private const int MaxPieces = 100;
    private const int MaxFaults = 20;

    /// <summary>A contact that is refused as a whole.</summary>
    public static Contact Refused(int line, string reason) => new(line, null, new(line, reason), []);

    /// <summary>
    /// Creates a customer from a contact. Faulty fields are left out and reported. The contact is refused only if it has no name or no
    /// number. Extensions and further email addresses are added to the notes.
    /// </summary>
    public static Contact Of(int line, IReadOnlyList<ContactPart> parts, string? region)
    {
        var faults = ImmutableArray.CreateBuilder<RowFault>();
        var numbers = Numbers(line, parts, region, faults);
        var (email, others) = Emails(line, parts, faults);
        if (numbers.Count is 0)
        {
            return new(line, null, faults.FirstOrDefault(one => one.Reason == WrittenNumber.Fault)
                ?? new(line, "It has no phone number. A customer has 1 to 10 numbers."), []);
        }

        string?[] extra = [.. numbers.Select(number => number.Note), .. others.Select(other => $"Other email: {other}")];
        var notes = Notes(line, parts, extra.OfType<string>(), faults);
        return !CustomerDetails.TryRead(Name(line, parts, faults), [.. numbers.Select(number => number.Number.Value)],
            email, notes, null, out var details, out var fault)
            ? new(line, null, new(line, fault), [])
            : new(line, details, null, faults.ToImmutable());
    }

    private static List<WrittenNumber> Numbers(
        int line, IEnumerable<ContactPart> parts, string? region, ImmutableArray<RowFault>.Builder faults)
    {
        var numbers = new List<WrittenNumber>();
        foreach (var (part, text) in Pieces(parts, ContactField.Number, NumberSeparator()).Take(MaxPieces))
        {
            if (!WrittenNumber.TryRead(text, region, out var number))
            {
                faults.Add(RowFault.Of(line, part.Column, text, WrittenNumber.Fault));
                if (faults.Count == MaxFaults)
                {
                    break;
                }
            }
            else if (!numbers.Any(known => known.Number == number.Number))
            {
                if (numbers.Count == CustomerDetails.MaxNumbers)
                {
                    faults.Add(
                        RowFault.Of(line, part.Column, text,
                            $"A customer has 1 to {CustomerDetails.MaxNumbers} numbers. This one and those after it were left out."));
                    break;
                }

                numbers.Add(number);
                if (number.Extension is not null)
                {
                    faults.Add(
                        RowFault.Of(line, part.Column, text, "The number was taken without its extension, which is kept in the notes."));
                }
            }
        }

        return numbers;
    }

    private static (string? First, IReadOnlyList<string> Others) Emails(
        int line, IEnumerable<ContactPart> parts, ImmutableArray<RowFault>.Builder faults)
    {
        var emails = new List<string>();
        foreach (var (part, text) in Pieces(parts, ContactField.Email, EmailSeparator()).Take(MaxPieces))
        {
            if (faults.Count >= MaxFaults || emails.Count == CustomerDetails.MaxNumbers)
            {
                break;
            }

            if (!CustomerDetails.IsEmail(text))
            {
                faults.Add(
                    RowFault.Of(
                        line, part.Column, text, "email is an address such as carla@example.com. The customer was saved without it."));
            }
            else if (!emails.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                emails.Add(text);
                if (emails.Count > 1)
                {
                    faults.Add(RowFault.Of(line, part.Column, text, "A customer has one email address. This one is kept in the notes."));
                }
            }
        }

        return (emails.FirstOrDefault(), [.. emails.Skip(1)]);
    }

    /// <summary>The full name, or its parts, or another name, with the company; or the company alone.</summary>
    private static string? Name(int line, IReadOnlyList<ContactPart> parts, ImmutableArray<RowFault>.Builder faults)
    {
        var person = First(ContactField.Name)
            ?? Joined(First(ContactField.FirstName), First(ContactField.MiddleName), First(ContactField.LastName))
            ?? First(ContactField.OtherName);
        var company = First(ContactField.Company);
        var name = person is null ? company
            : company is null || person.Contains(company, StringComparison.OrdinalIgnoreCase) ? person
            : $"{person} ({company})";
        if (name is not { Length: > CustomerDetails.MaxNameLength })
        {
            return name;
        }

        faults.Add(RowFault.Of(line, "name", name, $"name has 1 to {CustomerDetails.MaxNameLength} characters. The rest was left out."));
        return Truncation.Beginning(name, CustomerDetails.MaxNameLength);

        string? First(ContactField field) =>
            parts.Where(part => part.Field == field).Select(part => OneLine(part.Text)).FirstOrDefault(text => text.Length > 0);

        static string? Joined(params string?[] names) => string.Join(' ', names.OfType<string>()) is { Length: > 0 } joined ? joined : null;
    }

    private static string? Notes(
        int line, IEnumerable<ContactPart> parts, IEnumerable<string> extra, ImmutableArray<RowFault>.Builder faults)
    {
        var (said, more) = (parts.Where(part => part.Field is ContactField.Notes).ToList(), string.Join('\n', extra));
        var notes = string.Join('\n', said.Select(part => Written(part.Text).Trim()).Where(text => text.Length > 0));
        var longest = CustomerDetails.MaxNotesLength - (more.Length is 0 ? 0 : more.Length + 1);
        if (notes.Length > longest)
        {
            faults.Add(
                RowFault.Of(line, said[0].Column, notes,
                    $"notes has at most {CustomerDetails.MaxNotesLength:N0} characters. The rest was left out."));
            notes = Truncation.Beginning(notes, longest);
        }

        return string.Join('\n', ((string[])[notes, more]).Where(text => text.Length > 0));
    }

    private static IEnumerable<(ContactPart Part, string Text)> Pieces(IEnumerable<ContactPart> parts, ContactField field, Regex separator)
    {
        foreach (var part in parts.Where(part => part.Field == field))
        {
            for (var begin = 0; begin <= part.Text.Length;)
            {
                var between = separator.Match(part.Text, begin);
                if (part.Text[begin..(between.Success ? between.Index : part.Text.Length)].Trim() is { Length: > 0 } text)
                {
                    yield return (part, text);
                }

                begin = between.Success ? between.Index + between.Length : part.Text.Length + 1;
            }
        }
    }

    private static string OneLine(string text) =>
        string.Join(' ', Written(text).Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static string Written(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Where(one => !PrintableText.IsUnwritten(one))) : text;

    /// <summary>
    /// Separators between numbers, as people and Google write them. A comma can also be a pause before an extension, and a slash part of a
    /// number.
    /// </summary>
    [GeneratedRegex(@":::|[|\r\n]|;(?! *ext)|,(?= *[+(]? *[0-9](?:[^0-9,;]{0,2}[0-9]){6})|/(?= *[+(]? *[0-9](?:[^0-9,/;]{0,2}[0-9]){9})",
        RegexOptions.IgnoreCase)]
    private static partial Regex NumberSeparator();

    [GeneratedRegex(@":::|[,;|\s]")]
    private static partial Regex EmailSeparator();
}
