using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace ZuperConnect.Local.Page;

/// <summary>The files of a built page, read once: a build that runs meanwhile changes nothing that is being served.</summary>
internal sealed class PageFiles
{
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly FrozenDictionary<string, byte[]> _files;

    private PageFiles(FrozenDictionary<string, byte[]> files) => _files = files;

    /// <summary>Reads all of a folder.</summary>
    public static PageFiles Read(string folder) => new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToFrozenDictionary(file => "/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes));

    /// <summary>A file as a browser may have it; null where there is none at this path.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="accepted">The compressions that the browser takes.</param>
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
/// <param name="ContentType">Its type.</param>
/// <param name="Encoding">How it is compressed; null: it is not.</param>
/// <param name="Bytes">What is sent.</param>
internal sealed record PageFile(string ContentType, string? Encoding, byte[] Bytes);
