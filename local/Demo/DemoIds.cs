using System.Security.Cryptography;
using System.Text;

namespace ZuperConnect.Local.Demo;

/// <summary>Ids that are the same each time, so that the addresses of the demo stay valid.</summary>
internal static class DemoIds
{
    private const string Customer = "customer";

    /// <summary>The id of a story's customer.</summary>
    public static string OfCustomer(DemoStory story) => Of(story, Customer);

    /// <summary>The id of what happens in a story.</summary>
    public static string Of(DemoStory story, string what)
    {
        var whole = $"{story.Number.Key} {(what is Customer ? "" : story.Line)} {what}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(whole))[..16]).ToString();
    }
}
