using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Customers.Import;

/// <summary>A customer as a file would be imported.</summary>
/// <param name="Line">The line of the file on which the row begins.</param>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The phone numbers.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">The notes.</param>
public sealed record PreviewedCustomer(int Line, string Name, ImmutableArray<PhoneNumber> Numbers, string? Email, string? Notes);

/// <summary>How a file would be imported.</summary>
/// <param name="Mapping">How it was understood.</param>
/// <param name="Customers">The first customers.</param>
/// <param name="Rows">The rows up to there that would be refused.</param>
/// <param name="Cells">The cells up to there that would not be taken as they are.</param>
public sealed record ImportPreview(
    ContactMapping Mapping, [MaxLength(CustomerImport.Previewed)] IReadOnlyList<PreviewedCustomer> Customers,
    IReadOnlyList<RowFault> Rows, IReadOnlyList<RowFault> Cells);
