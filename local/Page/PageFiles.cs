using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace ZuperConnect.Local.Page;

/// <summary>The files of a built page, read once, so that a later build does not change what is being served.</summary>
internal sealed class PageFiles
{
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly FrozenDictionary<string, byte[]> _files;

    private PageFiles(FrozenDictionary<string, byte[]> files) => _files = files;

    /// <summary>Reads the files of a folder.</summary>
    public static PageFiles Read(string folder) => new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToFrozenDictionary(file => "/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes));

    /// <summary>A file in the form that a browser accepts; null if the path does not exist.</summary>
    /// <param name="path">The path.</param>
    /// <param name="accepted">The encodings that the browser accepts.</param>
    public PageFile? Find(string path, IReadOnlyCollection<string> accepted)
    {
        var isCompressed = Encodings.Any(encoding => path.EndsWith(encoding.Extension, StringComparison.Ordinal));
        if (isCompressed || !_files.TryGetValue(path, out var plain))
        {
            return null;
        }

        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        var (encoding, bytes) = (from one in Encodings
                                 where accepted.Contains(one.Encoding) && _files.ContainsKey(path + one.Extension)
                                 select ((string?)one.Encoding, _files[path + one.Extension])).FirstOrDefault((null, plain));
        return new(type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type, encoding, bytes);
    }
}

/// <summary>A file of the page.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="Encoding">The content encoding; null if not compressed.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record PageFile(string ContentType, string? Encoding, byte[] Bytes);
