using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers.Import;

/// <summary>A customer in the preview of an import.</summary>
/// <param name="Line">The line on which the row starts.</param>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">The notes.</param>
public sealed record PreviewedCustomer(int Line, string Name, ImmutableArray<PhoneNumber> Numbers, string? Email, string? Notes);

/// <summary>The preview of an import.</summary>
/// <param name="Mapping">How the file was read.</param>
/// <param name="Customers">The first customers.</param>
/// <param name="Rows">The rows so far that would be refused.</param>
/// <param name="Cells">The cells so far that would be left out or changed.</param>
public sealed record ImportPreview(
    ContactMapping Mapping, [MaxLength(CustomerImport.Previewed)] IReadOnlyList<PreviewedCustomer> Customers,
    IReadOnlyList<RowFault> Rows, IReadOnlyList<RowFault> Cells);
