using System.Text;
using CsCheck;
using ZuperConnect.Customers.Import;

namespace ZuperConnect.Tests.Customers;

/// <summary>vCard files as phones and address books write them, and malformed ones.</summary>
public sealed class VCardFileTests
{
    private const string Carla = "BEGIN:VCARD\nVERSION:3.0\nFN:Carla Lane\nTEL:+12065550199\nEND:VCARD\n";
    private static readonly Gen<string> Text = Gen.Char["ab ,;:\\\n=\"é"].Array[0, 60].Select(letters => $"a{new string(letters)}b");

    private static readonly string[] Pieces =
    [
        "BEGIN:VCARD", "END:VCARD", "AGENT:", "FN:", "TEL;", "NOTE;QUOTED-PRINTABLE:", "=", "\"", ";", ":", " ", "\n", "\r", "\\",
        "item1.", "x", "12065550100",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(place => Pieces[place]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outlook_writes_vCard_2_1()
    {
        var (mapping, contacts) = await ReadAsync(
            """
            BEGIN:VCARD
            VERSION:2.1
            N;LANGUAGE=en-us:Berg;Otto;M.;Mr.
            FN:Mr. Otto M. Berg
            ORG:Berg Heating;Service
            NOTE;ENCODING=QUOTED-PRINTABLE:Gate code 12=0D=0A=
            back =
              door
            TEL;WORK;VOICE:(206) 555-0108
            TEL;CELL;VOICE:(206) 555-0109
            TEL;WORK;FAX:(206) 555-0190
            LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 Pine=0D=0A=
            TEL: none=0D=0A=
            Seattle
            EMAIL;PREF;INTERNET:otto@example.com
            PHOTO;TYPE=JPEG;ENCODING=BASE64:
             /9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAK
             CgkJChQODwwQFxQYGBcUFhYaHSUfGhsj

            REV:20260105T093000Z
            END:VCARD
            """.ReplaceLineEndings("\r\n"));
        AssertContact(Assert.Single(contacts), "Mr. Otto M. Berg (Berg Heating)", ["+12065550108", "+12065550109"],
            "otto@example.com", "Gate code 12\r\nback   door");
        Assert.Equal(("utf-8", ""), (mapping.Encoding, mapping.Delimiter));
        Assert.Contains(new ReadColumn("N", ContactField.LastName), mapping.Columns);
        Assert.Contains(new ReadColumn("TEL", ContactField.Number), mapping.Columns);
        Assert.Equal(["LABEL", "PHOTO", "REV", "TEL;TYPE=FAX"], mapping.NotRead);
    }

    [Fact]
    public async Task Apple_writes_vCard_3_0_with_groups_and_labels()
    {
        var (_, contacts) = await ReadAsync(
            """
            BEGIN:VCARD
            VERSION:3.0
            PRODID:-//Apple Inc.//iOS 18.0//EN
            N:Park;Ada;;;
            FN:Ada Park
            ORG:Park\, Daughter & Co.;
            EMAIL;type=INTERNET;type=HOME;type=pref:ada@example.com
            item1.EMAIL;type=INTERNET:park@example.com
            item1.X-ABLabel:_$!<Other>!$_
            TEL;type=CELL;type=VOICE;type=pref:+1 (206) 555-0107
            item2.TEL:(206) 555‑0108
            item2.X-ABLabel:Workshop
            item3.TEL:(206) 555-0190
            item3.X-ABLabel:_$!<WorkFAX>!$_
            NOTE:Gate code 12\nback door\, left\; dog
             gie is called \\Rex
            END:VCARD
            """);
        AssertContact(
            Assert.Single(contacts), "Ada Park (Park, Daughter & Co.)", ["+12065550107", "+12065550108"], "ada@example.com",
            "Gate code 12\nback door, left; doggie is called \\Rex\nOther email: park@example.com");
    }

    [Fact]
    public async Task Google_writes_several_numbers_as_one()
    {
        var (_, contacts) = await ReadAsync(
            "BEGIN:VCARD\nVERSION:3.0\nFN:Otto Berg\nN:Berg;Otto;;;\nitem1.TEL:+1 206-555-0105 ::: +1 206-555-0106\nitem1.X-ABLabel:\n"
            + "TEL;TYPE=HOME;TYPE=FAX:+1 206-555-0190\nCATEGORIES:myContacts\nEND:VCARD\n");
        AssertContact(Assert.Single(contacts), "Otto Berg", ["+12065550105", "+12065550106"], null);
    }

    [Fact]
    public async Task Version_4_0_has_links_and_quoted_parameters()
    {
        var (_, contacts) = await ReadAsync(
            """
            BEGIN:VCARD
            VERSION:4.0
            KIND:individual
            FN;X-OF="a:b;c":Lee Kim
            TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-206-555-0112;ext=102;phone-context=example.com
            TEL;TYPE="work,fax";VALUE=uri:tel:+1-206-555-0190
            EMAIL;TYPE=work:mailto:lee@example.com
            PHOTO:data:image/jpeg;base64,TEL
            END:VCARD
            """);
        AssertContact(Assert.Single(contacts), "Lee Kim", ["+12065550112"], "lee@example.com", "+12065550112 extension 102");
        Assert.Equal((1, "TEL"), (contacts[0].LeftOut.Single().Line, contacts[0].LeftOut.Single().Column));
    }

    [Theory]
    [InlineData("FN:\nN:Lane;Carla;Maria,Anna;Dr.;\nNICKNAME:Carly", "Carla Maria Anna Lane")]
    [InlineData("N:;;;;\nNICKNAME:,Carly,Lane", "Carly")]
    [InlineData("N:;;;;\nFN:\nORG:;Service", "Service")]
    [InlineData("FN:Lane Heating\nORG:Lane Heating", "Lane Heating")]
    [InlineData("fn;charset=utf-8:Zoë", "Zoë")]
    [InlineData("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89t=\n=C3=A9;Zo=C3=AB;;;", "Zoë Été")]
    [InlineData("N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:M=FCller;Zo=EB", "Zoë Müller")]
    [InlineData("N;QUOTED-PRINTABLE:M=FCller;Zo=EB", "Zoë Müller")]
    [InlineData("FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C0=ED=ED=E0", "Анна")]
    [InlineData("FN;CHARSET=no-such;ENCODING=QUOTED-PRINTABLE:=zz 1=2 =41=-", "=zz 1=2 A=-")]
    [InlineData("FN;X=\"never closed:Carla", "Carla")]
    public async Task Name_is_whole_or_of_parts_or_another(string properties, string name)
    {
        var (_, contacts) = await ReadAsync($"BEGIN:VCARD\n{properties}\nTEL:+12065550199\nEND:VCARD\n");
        AssertContact(Assert.Single(contacts), name, ["+12065550199"], null);
    }

    [Theory]
    [InlineData("TYPE=fax,voice", true), InlineData("CELL", true), InlineData("TYPE=\"text,cell\"", true), InlineData("TYPE=WORK", true)]
    [InlineData("FAX", false), InlineData("HOME;FAX", false), InlineData("TYPE=FAX;TYPE=HOME", false),
        InlineData("TYPE=\"work,fax\"", false), InlineData("TYPE=pager", false)]
    public async Task Number_of_a_fax_alone_is_left_out(string types, bool isTaken)
    {
        var (_, contacts) = await ReadAsync($"BEGIN:VCARD\nFN:Carla\nTEL;{types}:+12065550199\nEND:VCARD\n");
        Assert.Equal(isTaken, Assert.Single(contacts).Details is not null);
    }

    [Theory]
    [InlineData("2.1", "Carla Lane"), InlineData("3.0", "CarlaLane"), InlineData("4.0", "CarlaLane")]
    public async Task Blank_of_a_continued_line_belongs_to_the_text_in_2_1_alone(string version, string name)
    {
        var (_, contacts) = await ReadAsync(
            $"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Carla\r\n Lane\r\nTEL\r\n\t;CELL:+12065550199\r\nEND:VCARD");
        AssertContact(Assert.Single(contacts), name, ["+12065550199"], null);
    }

    [Theory]
    [InlineData("utf-8"), InlineData("utf-16"), InlineData("utf-16BE")]
    public async Task Encoding_and_line_ends_are_recognised(string name)
    {
        foreach (var end in (string[])["\n", "\r\n", "\r"])
        {
            var encoding = Encoding.GetEncoding(name);
            var (mapping, contacts) = await ReadAsync(
                [.. encoding.GetBytes($"\n{Carla}\n{Carla.Replace("Carla", "Zoë", StringComparison.Ordinal)}".ReplaceLineEndings(end))]);
            Assert.Equal([(2, "Carla Lane"), (8, "Zoë Lane")], contacts.Select(contact => (contact.Line, contact.Details!.Name)));
            Assert.Equal(name, mapping.Encoding, ignoreCase: true);
        }
    }

    [Fact]
    public async Task Card_without_an_end_is_told_where_it_begins_and_hides_no_other()
    {
        var (_, contacts) = await ReadAsync(
            "BEGIN:VCARD\nFN:Ann\nTEL:+12065550101\n" + Carla + "begin : vcard\nFN:Ben\nNOTE;ENCODING=QUOTED-PRINTABLE:soft=\n" + Carla
            + "FN:Dora\nTEL:+12065550102\nEND:VCARD\n" + Carla + "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:soft=\nEND:VCARD\n"
            + "BEGIN:VCARD\nFN:Eve\n");
        Assert.Equal(
            [(1, null), (4, "Carla Lane"), (9, null), (12, "Carla Lane"), (17, null), (20, "Carla Lane"), (25, null), (28, null)],
            contacts.Select(contact => (contact.Line, contact.Details?.Name)));
        Assert.All((int[])[0, 2, 7], place => Assert.Contains("no END:VCARD", contacts[place].Refusal!.Reason, StringComparison.Ordinal));
        Assert.Contains("Write BEGIN:VCARD", contacts[4].Refusal!.Reason, StringComparison.Ordinal);
        Assert.Contains("no phone number", contacts[6].Refusal!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_of_a_card_is_no_contact_unless_the_card_has_no_end()
    {
        var (_, contacts) = await ReadAsync(
            "BEGIN:VCARD\nVERSION:2.1\nFN:Carla\nAGENT:\nBEGIN:VCARD\nFN:Agent\nTEL:+12065550100\nEND:VCARD\nTEL:+12065550101\n"
            + "END:VCARD\n" + Carla
            + "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\n" + Carla + "BEGIN:VCARD\nAGENT:\n" + Carla);
        Assert.Equal([(1, "Carla"), (11, "Carla Lane"), (16, null), (18, null), (19, "Carla Lane"), (24, null), (26, "Carla Lane")],
            contacts.Select(contact => (contact.Line, contact.Details?.Name)));
    }

    [Fact]
    public async Task Empty_cards_and_lines_that_are_no_property_are_passed_over()
    {
        var (mapping, contacts) = await ReadAsync(
            "BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN: \nN:;;;;\nEND:VCARD\nEND:VCARD\n\nnothing\nb a d:1\n:\n;:\n" + Carla.Replace(
                "FN", "\n\nno colon\nFN", StringComparison.Ordinal));
        AssertContact(Assert.Single(contacts), "Carla Lane", ["+12065550199"], null);
        Assert.Equal(["UID"], mapping.NotRead);
    }

    [Fact]
    public async Task Card_is_bounded_and_photos_do_not_count()
    {
        var photo = $"PHOTO;ENCODING=b:{string.Concat(Enumerable.Repeat("\n " + new string('A', 74), 40_000))}";
        var (mapping, contacts) = await ReadAsync(
            Carla.Replace("FN", $"{photo}\nX-{new string('x', 100)}:1\nFN", StringComparison.Ordinal)
            + $"BEGIN:VCARD\nNOTE:{new string('n', 5_000_000)}\nEND:VCARD\n"
            + $"BEGIN:VCARD\n{string.Concat(Enumerable.Repeat($"NOTE:{new string('n', 100)}\n", 900))}{new string(';', 3_000_000)}\n"
            + $"{string.Concat(Enumerable.Repeat($"NOTE:{new string('n', 1_000)}\n", 90))}END:VCARD\n"
            + $"BEGIN:VCARD\nFN:Many\n{string.Concat(Enumerable.Range(0, 1_000).Select(place => $"X-{place}:\n"))}END:VCARD\n"
            + $"BEGIN:VCARD\nFN:Ann\nN:{new string(';', 100_000)}\nTEL:{string.Concat(Enumerable.Repeat("x;", 10_000))}\nEND:VCARD\n" + Carla);
        Assert.Equal(["Carla Lane", null, null, null, null, "Carla Lane"], contacts.Select(contact => contact.Details?.Name));
        Assert.Contains("131,072 characters", contacts[1].Refusal!.Reason, StringComparison.Ordinal);
        Assert.Contains("131,072 characters", contacts[2].Refusal!.Reason, StringComparison.Ordinal);
        Assert.Contains("1,000 properties", contacts[3].Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal(("PHOTO", 50), (mapping.NotRead[0], mapping.NotRead.Count));

        using var text = new StringReader(photo);
        Assert.Equal("", (await new VCardLines(text, VCard.IsRead).NextAsync(Cancellation))!.Value.Value);
    }

    [Fact]
    public async Task Contacts_after_a_line_are_read_again_as_they_were()
    {
        using var file = await ContactFile.OpenAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Carla, 5)))), "US", Cancellation);
        Assert.Equal([11, 16, 21], await file.ReadAsync(6, Cancellation).Select(contact => contact.Line).ToListAsync(Cancellation));
    }

    [Fact]
    public void What_is_escaped_and_folded_is_read_as_it_was() => Gen.Select(Text, Gen.Int[1, 80], Gen.Bool).Sample(
        (note, width, windows) =>
        {
            var escaped = note.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
            var end = windows ? "\r\n" : "\n";
            AssertNote(note, string.Join(end + " ", $"NOTE:{escaped}".Chunk(width).Select(piece => new string(piece))), end);
        },
        iter: 300);

    [Fact]
    public void What_is_quoted_printable_is_read_as_it_was() => Gen.Select(Text, Gen.Int[1, 25]).Sample(
        (note, width) =>
        {
            var escaped = note.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(escaped)
                .Select(one => one is (byte)'=' or (byte)'\n' or > 126 ? $"={one:X2}" : $"{(char)one}");
            AssertNote(
                note, "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + string.Join(
                    "=\n", bytes.Chunk(width).Select(piece => string.Concat(piece))), "\n");
        },
        iter: 300);

    [Fact]
    public void Any_lines_are_read_to_their_end_and_the_card_after_them_too() => Piece.Array[0, 40].Sample(
        pieces =>
        {
            var (_, contacts) = ReadAsync($"BEGIN:VCARD\n{string.Concat(pieces)}\n{Carla}").GetAwaiter().GetResult();
            Assert.Equal("Carla Lane", contacts[^1].Details?.Name);
            Assert.Equal(contacts.Select(contact => contact.Line).Order().Distinct(), contacts.Select(contact => contact.Line));
        },
        iter: 500);

    private static void AssertNote(string note, string property, string end)
    {
        var (_, contacts) = ReadAsync($"BEGIN:VCARD{end}FN:Carla{end}TEL:+12065550199{end}{property}{end}END:VCARD{end}")
            .GetAwaiter().GetResult();
        Assert.Equal(note, Assert.Single(contacts).Details?.Notes);
    }

    private static void AssertContact(Contact contact, string name, string[] numbers, string? email, string? notes = null)
    {
        Assert.True(contact.Details is not null, contact.Refusal?.Reason);
        Assert.Equal(name, contact.Details.Name);
        Assert.Equal(numbers, contact.Details.Numbers.Select(number => number.Value));
        Assert.Equal((email, notes), (contact.Details.Email, contact.Details.Notes));
    }

    private static Task<(ContactMapping Mapping, List<Contact> Contacts)> ReadAsync(string cards) =>
        ReadAsync(Encoding.UTF8.GetBytes(cards));

    private static async Task<(ContactMapping Mapping, List<Contact> Contacts)> ReadAsync(byte[] cards)
    {
        using var file = await ContactFile.OpenAsync(new MemoryStream(cards), "US", Cancellation);
        var contacts = await file.ReadAsync(0, Cancellation).ToListAsync(Cancellation);
        return (file.Mapping, contacts);
    }
}
