using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ZuperConnect.Tests.Twilio;

/// <summary>A form of a REST request, in which nothing is missing and nothing is unknown.</summary>
internal sealed class Form
{
    private readonly Dictionary<string, StringValues> _fields;

    private Form(Dictionary<string, StringValues> fields) => _fields = fields;

    public string this[string name] => _fields[name].ToString();

    public static async Task<Form> ReadAsync(HttpRequest request, IReadOnlyCollection<string> required, IReadOnlyCollection<string> optional)
    {
        var form = await request.ReadFormAsync();
        Assert.All(required, name => Assert.True(form.ContainsKey(name), $"{request.Path} lacks {name}."));
        Assert.All(form.Keys, name => Assert.True(required.Contains(name) || optional.Contains(name), $"{request.Path} has no {name}."));
        return new(form.ToDictionary(field => field.Key, field => field.Value));
    }

    public string? Find(string name) => _fields.TryGetValue(name, out var value) ? value.ToString() : null;

    public string[] All(string name) => [.. _fields.GetValueOrDefault(name).OfType<string>()];
}
