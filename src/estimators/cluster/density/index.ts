export { DBSCAN, type DbscanOptions, dbscan } from './dbscan.js';
export { HDBSCAN } from './hdbscan/hdbscan.js';
