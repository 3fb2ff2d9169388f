using System.Text;
using ZuperConnect.Customers.Import;

namespace ZuperConnect.Tests.Customers;

/// <summary>Contact files as other products and people write them.</summary>
public sealed class ContactFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Google_Contacts_of_before_2024()
    {
        var (_, contacts) = await ReadAsync(
            """
            Name,Given Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value
            Otto Berg,Otto,Berg,,* myContacts ::: Friends,* ,otto@example.com,Mobile,+1 206-555-0105 ::: +1 206-555-0106,Work,(206) 555-0107
            """);
        AssertContact(Assert.Single(contacts), "Otto Berg", ["+12065550105", "+12065550106", "+12065550107"], "otto@example.com");
    }

    [Fact]
    public async Task Google_Contacts_of_today()
    {
        var (mapping, contacts) = await ReadAsync(
            """
            First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value
            Ada,M.,Park,,,,,,,Gate 4,,* myContacts,* Work,ada@example.com,park@example.com,Mobile,(206) 555-0107
            ,,,,,,Berg Heating,,,,,* myContacts,,,,,+1 206-555-0108
            """);
        AssertContact(contacts[0], "Ada M. Park", ["+12065550107"], "ada@example.com", "Gate 4\nOther email: park@example.com");
        AssertContact(contacts[1], "Berg Heating", ["+12065550108"], null);
        Assert.Contains("Phone 1 - Label", mapping.NotRead);
    }

    [Fact]
    public async Task Outlook_in_Windows_1252_with_a_note_of_two_lines()
    {
        var (mapping, contacts) = await ReadAsync(Encoding.Latin1.GetBytes(
            "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Business Phone,Home Phone,Mobile Phone,"
            + "E-mail Address,Notes\r\n" +
            ",Zoé,,Müller,,\"Müller, Heizung & Söhne\",,(206) 555-0108,,(206) 555-0109,zoe@example.com,\"Gate code 12\nback door\"\r\n"));
        AssertContact(
            Assert.Single(contacts), "Zoé Müller (Müller, Heizung & Söhne)", ["+12065550108", "+12065550109"],
            "zoe@example.com", "Gate code 12\nback door");
        Assert.Equal(("windows-1252", ","), (mapping.Encoding, mapping.Delimiter));
        Assert.Equal(["Title", "Suffix", "Department"], mapping.NotRead);
    }

    [Theory]
    [InlineData(
        "\"Record ID - Contact\",\"First Name\",\"Last Name\",\"Email\",\"Phone Number\",\"Mobile Phone Number\"\n"
        + "\"51\",\"Lee\",\"Kim\",\"lee@example.com\",\"+12065550112\",\"\"\n")]
    [InlineData("First name,Last name,Company,Role,Phone number,Email\nLee,Kim,,,+1 206-555-0112,lee@example.com\n")]
    [InlineData(
        "First Name,Last Name,Display name,Mobile Number,Home number,Work number,Email,Additional emails,Company,Tags\n"
        + "Lee,Kim,Lee Kim,2065550112,,,lee@example.com,,,vip\n")]
    [InlineData(
        "J-ID,Display Name,Company Name,First Name,Last Name,Main Phone #s,Work Phone #s,E-mails,Text Message Enabled Phone #,"
        + "Fax Phone #s\n1,Lee Kim,,Lee,Kim,(206) 555-0112,,lee@example.com,(206) 555-0112,206-555-0190\n")]
    [InlineData(
        "Customer,Company,First Name,M.I.,Last Name,Main Phone,Fax,Alt. Phone,Main Email,Balance Total\n"
        + "Lee Kim,,Lee,,Kim,206-555-0112,206-555-0190,,lee@example.com,0.00\n")]
    [InlineData(
        "Name,Company name,Street Address,City,Phone,Email,Open balance\nLee Kim,,1 Pine,Seattle,(206) 555-0112,lee@example.com,0\n")]
    public async Task HubSpot_Quo_Housecall_Pro_Jobber_and_QuickBooks(string csv)
    {
        var (_, contacts) = await ReadAsync(csv);
        AssertContact(Assert.Single(contacts), "Lee Kim", ["+12065550112"], "lee@example.com");
        Assert.Empty(contacts[0].LeftOut);
    }

    [Theory]
    [InlineData("name;number\nCarla Lane;+12065550166\n", ";")]
    [InlineData("name\tnumber\nCarla Lane\t+12065550166\n", "\t")]
    [InlineData("sep=;\r\nname;number\r\nCarla Lane;+12065550166\r\n", ";")]
    [InlineData("\n,,\nname,number\nCarla Lane,+12065550166\n", ",")]
    [InlineData("name;\"number, with country\";number\nCarla Lane;;+12065550166\n", ";")]
    [InlineData("\"name\",\"number\"\r\"Carla Lane\",\"+12065550166\"\r", ",")]
    public async Task Delimiter_is_found_by_the_header(string csv, string delimiter)
    {
        var (mapping, contacts) = await ReadAsync(csv);
        AssertContact(Assert.Single(contacts), "Carla Lane", ["+12065550166"], null);
        Assert.Equal(delimiter, mapping.Delimiter);
    }

    [Theory]
    [InlineData("utf-8", true), InlineData("utf-8", false), InlineData("utf-16", true), InlineData("utf-16", false),
        InlineData("utf-16BE", true), InlineData("utf-16BE", false)]
    public async Task Encoding_is_recognised_with_a_mark_and_without(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        var (mapping, contacts) = await ReadAsync(
            [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("name,number\nZoë 🔥,+12065550166\n")]);
        AssertContact(Assert.Single(contacts), "Zoë 🔥", ["+12065550166"], null);
        Assert.Equal(name, mapping.Encoding, ignoreCase: true);
    }

    [Fact]
    public async Task Empty_rows_and_a_column_called_number_2()
    {
        var (_, contacts) = await ReadAsync("name,number,number 2\nCarla Lane,+12065550160,+12065550161\n,,\n , ,\n\n,,\n");
        AssertContact(Assert.Single(contacts), "Carla Lane", ["+12065550160", "+12065550161"], null);
    }

    [Fact]
    public async Task Good_numbers_and_email_are_kept_where_another_is_bad_and_the_cell_is_told()
    {
        var (_, contacts) = await ReadAsync(
            "name,mobile,home phone,email,notes\n" +
            "Carla Lane,+12065550160 / 206-555-0161,call the office,carla,\n" +
            "Otto Berg,+1 206 555 0169 x12,,otto@example.com; berg@example.com,Dog\n" +
            "Ada Park,boiler,555-0199,ada@example.com,\n");
        AssertContact(contacts[0], "Carla Lane", ["+12065550160", "+12065550161"], null);
        Assert.Equal([(2, "home phone", "call the office"), (2, "email", "carla")],
            contacts[0].LeftOut.Select(cell => (cell.Line, cell.Column!, cell.Value!)));
        AssertContact(contacts[1], "Otto Berg", ["+12065550169"], "otto@example.com",
            "Dog\n+12065550169 extension 12\nOther email: berg@example.com");
        Assert.Equal([(3, "mobile", "+1 206 555 0169 x12"), (3, "email", "berg@example.com")],
            contacts[1].LeftOut.Select(cell => (cell.Line, cell.Column!, cell.Value!)));
        Assert.Equal((4, "mobile", "boiler"), (contacts[2].Refusal!.Line, contacts[2].Refusal!.Column, contacts[2].Refusal!.Value));
    }

    [Fact]
    public async Task Reading_stops_at_the_eleventh_number()
    {
        var numbers = string.Join(';', Enumerable.Range(0, 5_000).Select(number => $"+1206{number:0000000}"));
        var (_, contacts) = await ReadAsync(
            $"name,number\nCarla,{numbers}\nOtto,{new string(';', 100_000)}+12065550160\n"
            + $"Ada,{string.Concat(Enumerable.Repeat("x;", 50_000))}\n");
        Assert.Equal(10, contacts[0].Details!.Numbers.Length);
        Assert.Equal("+12060000010", Assert.Single(contacts[0].LeftOut).Value);
        AssertContact(contacts[1], "Otto", ["+12065550160"], null);
        Assert.NotNull(contacts[2].Refusal);
    }

    [Fact]
    public async Task Row_is_bounded_before_it_is_split()
    {
        var (_, contacts) = await ReadAsync(
            $"name,number\n{new string(',', 20_000)}\n{new string(',', 5_000_000)}\nCarla,+12065550160\n"
            + $"Otto,{string.Concat(Enumerable.Repeat("+12065550161;", 100_000))}\nAda,+12065550162\n");
        Assert.Equal([2, 3, 5], contacts.Where(contact => contact.Refusal is not null).Select(contact => contact.Line));
        Assert.Equal(["Carla", "Ada"], contacts.Where(contact => contact.Details is not null).Select(contact => contact.Details!.Name));
    }

    [Fact]
    public async Task Quote_that_is_never_closed_is_told_where_it_begins_and_hides_no_other_row()
    {
        var (_, contacts) = await ReadAsync(
            "name,number,notes\nAnn,+12065550169,\"two\nlines\"\nCarla Lane,+12065550170,\"never closed\nOtto Berg,+12065550171,\n"
            + "Ada Park,+12065550172,\n");
        Assert.Equal(["Ann", null, "Otto Berg", "Ada Park"], contacts.Select(contact => contact.Details?.Name));
        Assert.Equal(4, contacts[1].Refusal!.Line);
    }

    private static void AssertContact(Contact contact, string name, string[] numbers, string? email, string? notes = null)
    {
        Assert.True(contact.Details is not null, contact.Refusal?.Reason);
        Assert.Equal(name, contact.Details.Name);
        Assert.Equal(numbers, contact.Details.Numbers.Select(number => number.Value));
        Assert.Equal((email, notes), (contact.Details.Email, contact.Details.Notes));
    }

    private static Task<(ContactMapping Mapping, List<Contact> Contacts)> ReadAsync(string csv) => ReadAsync(Encoding.UTF8.GetBytes(csv));

    private static async Task<(ContactMapping Mapping, List<Contact> Contacts)> ReadAsync(byte[] csv)
    {
        using var file = await ContactFile.OpenAsync(new MemoryStream(csv), "US", Cancellation);
        var contacts = await file.ReadAsync(0, Cancellation).ToListAsync(Cancellation);
        return (file.Mapping, contacts);
    }
}
