// Made by scripts/embed_datasets.py; do not edit.
import type { PackedData } from '../bunch_packed.js';

export const packed: PackedData = {
  rows: 150,
  columns: [
    { name: "sepal length (cm)", scale: 10, low: 43, bits: 6 },
    { name: "sepal width (cm)", scale: 10, low: 20, bits: 5 },
    { name: "petal length (cm)", scale: 10, low: 10, bits: 6 },
    { name: "petal width (cm)", scale: 10, low: 1, bits: 5 },
    { name: "target", scale: 1, low: 0, bits: 2 },
  ],
  base64: 'yCMChiICBBsCwyoCByQCyzwGgyMEhysCQSICxioASywChTMChSIAgAoADxUCDi4GyxwGyCMEjjwEiCwEizsCSCwGAwQCSDsIhUsChzIChzMGySsCiSMCBDMCxTICiysGSS0AjCUCxioCBxMCzBsCBiQAgRoCiCsCxxsEwhgEARsCxzMKiEwGhSIEiDQCAyMCSiwCRyMCGytbFRtd2jpdzPBYFiJdDhpZVCtfBrlSVyJZyelaB8hSkAJdkfBSUipbTdJY2BJbjRpdz/lSkxhdTelUEDNjEvJYVDldEipXVQpZlxJbGTJbmEJhURpdjslSDOFUDNlSz+lW0UlfixpdkRtf2Cpd1BBZjfpYTPFYjBFXkiJbj/FWx7hSzQFZjgJXTgJZUwpZSKFUDvpYVJOxz0mlnIqpVHKjloKrocKpRhmhXqqjWIGjHZyxFkun1VmlmWqpTkGnD0qvFVutlmqjosyrotmtkUCdGnutDTqnIsqn1DmjWHupHZOjEzKjkjqjFXKpnYKfH5qlpLSnFXKrFEqdknGbopqtlHOv1WqjkTKj2mKp2HKv2kqtz0mlGYutWHuxmFKtVEGlllKnk2OtkEqj',
};
