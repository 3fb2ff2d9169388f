using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ZuperConnect.Customers.Import;

/// <summary>A file with vCards of any version.</summary>
internal sealed partial class VCardFile(TextFile file, string? region) : ContactFile(file, region)
{
    private const int MaxNotRead = 50;
    private const string Faxes = "TEL;TYPE=FAX";

    private readonly VCardLines _lines = new(file.Text, VCard.IsRead);
    private readonly List<ReadColumn> _read = [];
    private readonly List<string> _notRead = [];

    /// <inheritdoc/>
    public override ContactMapping Mapping => new(Encoding, "", [.. _read], [.. _notRead]);

    /// <summary>Whether a file with this start contains vCards.</summary>
    public static bool IsBegunBy(string beginning) => BeginOfCard().IsMatch(beginning);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Contact> ReadAsync(int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var card in CardsAsync(cancellation))
        {
            if (card.Line > after && !card.IsEmpty)
            {
                yield return card.Fault is null ? Of(card.Line, Noted(card)) : Contact.Refused(card.Line, card.Fault);
            }
        }
    }

    private async IAsyncEnumerable<VCard> CardsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (card, agent, isInAgent) = ((VCard?)null, (VCard?)null, false);
        while (await _lines.NextAsync(cancellation) is { } line)
        {
            switch (line.Head.Name)
            {
                case "BEGIN" when IsOfCard(line) && !isInAgent && card is { ExpectsAgent: true }:
                    (agent, isInAgent, card.ExpectsAgent) = (new(line.Number), true, false);
                    break;
                case "BEGIN" when IsOfCard(line):
                    foreach (var open in Unclosed(card, agent, isInAgent))
                    {
                        yield return open;
                    }

                    (card, agent, isInAgent, _lines.KeepsBlanks) = (new(line.Number), null, false, false);
                    break;
                case "END" when IsOfCard(line) && isInAgent:
                    isInAgent = false;
                    break;
                case "END" when IsOfCard(line):
                    if (card is not null)
                    {
                        yield return card;
                    }

                    (card, agent) = (null, null);
                    break;
                case "VERSION":
                    _lines.KeepsBlanks = line.Value.Trim() is "2.1";
                    break;
                default:
                    Note(line.Head);
                    card ??= WithoutBegin(line);
                    (isInAgent ? agent : card)?.Add(line);
                    break;
            }
        }

        foreach (var open in Unclosed(card, agent, isInAgent))
        {
            yield return open;
        }
    }

    private static bool IsOfCard(VCardLine line) => line.Value.AsSpan().Trim().Equals("VCARD", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports a card without an end. The agent inside it is reported separately, because it may be the next contact.</summary>
    private static IEnumerable<VCard> Unclosed(VCard? card, VCard? agent, bool isInAgent)
    {
        const string Fault =
            "The card that begins here has no END:VCARD. Export the contacts again, or write it after the last line of the card.";
        if (card is not null)
        {
            card.Refuse(Fault);
            yield return card;
        }

        if (agent is not null)
        {
            if (isInAgent)
            {
                agent.Refuse(Fault);
            }

            yield return agent;
        }
    }

    private static VCard? WithoutBegin(VCardLine line)
    {
        if (!VCard.IsKnown(line.Head) || string.IsNullOrWhiteSpace(line.Value))
        {
            return null;
        }

        var card = new VCard(line.Number);
        card.Refuse("It stands in no card. Write BEGIN:VCARD before it, and END:VCARD after the last line of the card.");
        return card;
    }

    private void Note(VCardHead head)
    {
        if (!VCard.IsRead(head))
        {
            NoteNotRead(head.Name);
        }
    }

    private List<ContactPart> Noted(VCard card)
    {
        var parts = card.Parts;
        _read.AddRange(parts.Select(part => new ReadColumn(part.Column, part.Field)).Distinct().Except(_read).ToList());
        if (card.HasMachines)
        {
            NoteNotRead(Faxes);
        }

        return parts;
    }

    private void NoteNotRead(string name)
    {
        if (_notRead.Count < MaxNotRead && !_notRead.Contains(name))
        {
            _notRead.Add(name);
        }
    }

    [GeneratedRegex(@"^BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BeginOfCard();
}
